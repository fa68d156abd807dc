package dev.atom.model;

/** The provider does not know the key, or no key was found for the caller. */
public final class KeyRejected extends ModelException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param failure the facts
   */
  public KeyRejected(Failure failure) {
    super("key_rejected", Remedy.OTHER_KEY, failure);
  }
}
