package dev.atom.job;

/** Nobody knows whether it has happened; a person or rule decides. */
public final class OutcomeUnknown extends JobException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message what is not known; kept with the job, so without secrets
   */
  public OutcomeUnknown(String message) {
    super("outcome_unknown", false, message);
  }
}
