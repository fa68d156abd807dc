package dev.atom.job;

/** It can't be done and has not happened; the job is dead at once. */
public final class JobRejected extends JobException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message what stands against it, on which value; kept with the job, so without secrets
   */
  public JobRejected(String message) {
    super("job_rejected", false, message);
  }
}
