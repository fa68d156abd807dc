package dev.atom.model;

/** The key's account has no credit left; waiting does not help. */
public final class QuotaExhausted extends ModelException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param failure the facts
   */
  public QuotaExhausted(Failure failure) {
    super("quota_exhausted", Remedy.OTHER_KEY, failure);
  }
}
