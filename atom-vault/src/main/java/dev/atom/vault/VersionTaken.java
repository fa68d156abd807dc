package dev.atom.vault;

/** A secret has another version than the one that was to be replaced; nothing was written. */
public final class VersionTaken extends VaultException {
  private static final long serialVersionUID = 1L;

  VersionTaken(String message) {
    super("version_taken", false, message);
  }
}
