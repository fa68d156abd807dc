package dev.atom.vault;

/** Another vault object or another process has this file open. */
public final class VaultLocked extends VaultException {
  private static final long serialVersionUID = 1L;

  /**
   * For engines.
   *
   * @param message what failed and what to do
   */
  public VaultLocked(String message) {
    super("vault_locked", true, message);
  }
}
