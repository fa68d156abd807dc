package dev.atom.vault;

/**
 * Something that is to be imported can't be read: a token, the key of tokens, or a file. The message
 * shows neither token, nor key, nor value.
 */
public final class ImportUnreadable extends VaultException {
  private static final long serialVersionUID = 1L;

  /**
   * For what reads imports.
   *
   * @param message what can't be read, why, and what to do; without any content of it
   */
  public ImportUnreadable(String message) {
    super("import_unreadable", false, message);
  }
}
