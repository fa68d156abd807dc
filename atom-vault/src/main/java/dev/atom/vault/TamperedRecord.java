package dev.atom.vault;

/** A secret is there or may be, but what the store holds for it can't be trusted; no value is given. */
public final class TamperedRecord extends VaultException {
  private static final long serialVersionUID = 1L;

  TamperedRecord(String message) {
    super("tampered_record", false, message);
  }
}
