package dev.atom.vault;

/** The file is not a vault, or its header is damaged; nothing was written to it. */
public final class VaultCorrupt extends VaultException {
  private static final long serialVersionUID = 1L;

  /**
   * For engines.
   *
   * @param message what failed and what to do
   */
  public VaultCorrupt(String message) {
    super("vault_corrupt", false, message);
  }
}
