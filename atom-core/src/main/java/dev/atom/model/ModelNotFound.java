package dev.atom.model;

/** The provider does not offer this model to this key. */
public final class ModelNotFound extends ModelException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param failure the facts
   */
  public ModelNotFound(Failure failure) {
    super("model_not_found", Remedy.OTHER_MODEL, failure);
  }
}
