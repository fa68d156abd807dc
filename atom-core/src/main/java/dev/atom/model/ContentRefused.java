package dev.atom.model;

/** The provider's filter refused the request's content before a model answered. */
public final class ContentRefused extends ModelException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param failure the facts
   */
  public ContentRefused(Failure failure) {
    super("content_refused", Remedy.OTHER_MODEL, failure);
  }
}
