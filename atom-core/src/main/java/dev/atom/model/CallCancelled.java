package dev.atom.model;

/** The caller cancelled the call or its thread was interrupted. */
public final class CallCancelled extends ModelException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param failure the facts
   */
  public CallCancelled(Failure failure) {
    super("cancelled", Remedy.NONE, failure);
  }
}
