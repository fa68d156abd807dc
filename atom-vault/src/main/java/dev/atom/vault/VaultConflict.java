package dev.atom.vault;

/** Somebody else has changed the same thing at the same time; nothing was written. */
public final class VaultConflict extends VaultException {
  private static final long serialVersionUID = 1L;

  /**
   * For engines.
   *
   * @param message what was changed and what to do
   */
  public VaultConflict(String message) {
    super("vault_conflict", true, message);
  }
}
