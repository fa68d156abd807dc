package dev.atom.model;

/** The key is valid but may not do this, for example use this model or come from this region. */
public final class AccessDenied extends ModelException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param failure the facts
   */
  public AccessDenied(Failure failure) {
    super("access_denied", Remedy.OTHER_KEY, failure);
  }
}
