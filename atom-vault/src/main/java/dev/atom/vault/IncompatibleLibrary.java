package dev.atom.vault;

/** A library on the class path is too old for the vault; the message names the version to use. */
public final class IncompatibleLibrary extends VaultException {
  private static final long serialVersionUID = 1L;

  /**
   * For the vault.
   *
   * @param message what is too old
   */
  public IncompatibleLibrary(String message) {
    super("incompatible_library", false, message);
  }

  /**
   * For the vault.
   *
   * @param message what is too old
   * @param cause what happened
   */
  public IncompatibleLibrary(String message, Throwable cause) {
    super("incompatible_library", false, message, cause);
  }
}
