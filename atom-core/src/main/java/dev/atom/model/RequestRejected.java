package dev.atom.model;

/** The provider finds the request wrong; the same one will be refused again. */
public final class RequestRejected extends ModelException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param failure the facts
   */
  public RequestRejected(Failure failure) {
    super("request_rejected", Remedy.NONE, failure);
  }
}
