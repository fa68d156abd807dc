package dev.atom.model;

/** The answer is not what the provider promises, or not what the request's format demands. */
public final class MalformedReply extends ModelException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param failure the facts
   */
  public MalformedReply(Failure failure) {
    super("malformed_reply", Remedy.RETRY, failure);
  }
}
