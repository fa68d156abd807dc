package dev.atom.vault;

/** The data was written in a format that this version doesn't know. */
public final class UnsupportedFormat extends VaultException {
  private static final long serialVersionUID = 1L;

  /**
   * For engines.
   *
   * @param message what failed and what to do
   */
  public UnsupportedFormat(String message) {
    super("unsupported_format", false, message);
  }
}
