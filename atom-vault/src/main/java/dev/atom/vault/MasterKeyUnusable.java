package dev.atom.vault;

/** The master key is missing, malformed, or readable by others; nothing was opened or written. */
public final class MasterKeyUnusable extends VaultException {
  private static final long serialVersionUID = 1L;

  MasterKeyUnusable(String message) {
    super("master_key_unusable", false, message);
  }

  MasterKeyUnusable(String message, Throwable cause) {
    super("master_key_unusable", false, message, cause);
  }
}
