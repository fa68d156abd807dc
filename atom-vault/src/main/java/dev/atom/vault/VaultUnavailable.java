package dev.atom.vault;

/** The disk refused to read or write; what was acknowledged before is kept. */
public final class VaultUnavailable extends VaultException {
  private static final long serialVersionUID = 1L;

  VaultUnavailable(String message) {
    super("vault_unavailable", true, message);
  }

  VaultUnavailable(String message, Throwable cause) {
    super("vault_unavailable", true, message, cause);
  }
}
