package dev.atom.model;

/** No answer, or no next piece of one, came in time. */
public final class CallTimedOut extends ModelException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param failure the facts
   */
  public CallTimedOut(Failure failure) {
    super("timed_out", Remedy.RETRY, failure);
  }
}
