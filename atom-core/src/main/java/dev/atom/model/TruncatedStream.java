package dev.atom.model;

/** A stream ended before the reply was whole. */
public final class TruncatedStream extends ModelException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param failure the facts
   */
  public TruncatedStream(Failure failure) {
    super("truncated_stream", Remedy.RETRY, failure);
  }
}
