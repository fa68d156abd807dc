package dev.atom.model;

/** The provider has no capacity at the moment. */
public final class Overloaded extends ModelException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param failure the facts
   */
  public Overloaded(Failure failure) {
    super("overloaded", Remedy.RETRY, failure);
  }
}
