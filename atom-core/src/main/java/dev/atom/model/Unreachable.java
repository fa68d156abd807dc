package dev.atom.model;

/** The provider could not be reached, or the connection broke before an answer. */
public final class Unreachable extends ModelException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param failure the facts
   */
  public Unreachable(Failure failure) {
    super("unreachable", Remedy.RETRY, failure);
  }
}
