package dev.atom.vault;

/** An older state of the vault stands where a newer one was seen. A revoked key may be back. */
public final class RolledBack extends VaultException {
  private static final long serialVersionUID = 1L;

  RolledBack(String message) {
    super("rolled_back", false, message);
  }
}
