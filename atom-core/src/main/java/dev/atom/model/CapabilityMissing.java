package dev.atom.model;

/** The request needs something that the model can't do; nothing was sent. */
public final class CapabilityMissing extends ModelException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param failure the facts
   */
  public CapabilityMissing(Failure failure) {
    super("capability_missing", Remedy.OTHER_MODEL, failure);
  }
}
