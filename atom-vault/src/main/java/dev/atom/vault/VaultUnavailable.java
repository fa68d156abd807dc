package dev.atom.vault;

/** The disk refused to read or write; what was acknowledged before is kept. */
public final class VaultUnavailable extends VaultException {
  private static final long serialVersionUID = 1L;

  /**
   * For engines.
   *
   * @param message what failed and what to do
   */
  public VaultUnavailable(String message) {
    super("vault_unavailable", true, message);
  }

  /**
   * For engines.
   *
   * @param message what failed and what to do
   * @param cause what the disk or the database said; holds no secret
   */
  public VaultUnavailable(String message, Throwable cause) {
    super("vault_unavailable", true, message, cause);
  }
}
