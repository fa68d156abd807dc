package dev.atom.vault;

/** A library on the class path is too old for the vault; the message names the version to use. */
public final class IncompatibleLibrary extends VaultException {
  private static final long serialVersionUID = 1L;

  IncompatibleLibrary(String message) {
    super("incompatible_library", false, message);
  }

  IncompatibleLibrary(String message, Throwable cause) {
    super("incompatible_library", false, message, cause);
  }
}
