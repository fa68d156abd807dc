package dev.atom.vault;

/** The host's policy doesn't allow this actor to do this; the attempt is in the audit. */
public final class AccessRefused extends VaultException {
  private static final long serialVersionUID = 1L;

  AccessRefused(String message) {
    super("access_refused", false, message);
  }
}
