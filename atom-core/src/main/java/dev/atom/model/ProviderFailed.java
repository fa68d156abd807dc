package dev.atom.model;

/** The provider failed on its side. */
public final class ProviderFailed extends ModelException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param failure the facts
   */
  public ProviderFailed(Failure failure) {
    super("provider_failed", Remedy.RETRY, failure);
  }
}
