package dev.atom.store;

/** A job was claimed or changed by somebody else since it was read; nothing was written. */
public final class JobLost extends StoreException {
  private static final long serialVersionUID = 1L;

  private final transient Job job;

  /**
   * Creates the exception.
   *
   * @param job the job as it was read
   */
  public JobLost(Job job) {
    super(
        "job_lost",
        "job \""
            + job.name()
            + "\" of "
            + job.subject()
            + " was claimed or changed by somebody else; leave it to them, or read it again");
    this.job = job;
  }

  /**
   * Returns the job.
   *
   * @return the job as it was read
   */
  public Job job() {
    return job;
  }
}
