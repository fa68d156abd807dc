package dev.atom.model;

/** Too many requests or tokens in a time; waiting helps, see {@link Failure#retryAfter()}. */
public final class RateLimited extends ModelException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param failure the facts
   */
  public RateLimited(Failure failure) {
    super("rate_limited", Remedy.RETRY, failure);
  }
}
