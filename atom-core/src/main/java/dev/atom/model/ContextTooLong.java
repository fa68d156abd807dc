package dev.atom.model;

/** The request has more tokens than the model can take; shorten it or use a larger model. */
public final class ContextTooLong extends ModelException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param failure the facts
   */
  public ContextTooLong(Failure failure) {
    super("context_too_long", Remedy.OTHER_MODEL, failure);
  }
}
