package dev.atom.job;

import dev.atom.RetryAfter;
import dev.atom.store.Job;
import java.time.Duration;
import java.util.Optional;

/**
 * It can't be done yet and has not happened. The job is due again later, however often that happens;
 * no attempts are used up by it.
 */
public final class JobPostponed extends JobException implements RetryAfter {
  private static final long serialVersionUID = 1L;
  private static final String CODE = "job_postponed";

  private final Duration wait;

  /**
   * Creates the exception.
   *
   * @param wait how long from now, 0 to 36500 days
   * @param message what it waits for; kept with the job, so without secrets
   */
  public JobPostponed(Duration wait, String message) {
    super(CODE, true, message);
    this.wait = wait;
  }

  /** Tells whether a job waited because it was postponed: then its time was not missed. */
  static boolean isWhy(Job job) {
    return job.status().error().filter(text -> text.startsWith(CODE + ":")).isPresent();
  }

  @Override
  public Optional<Duration> retryAfter() {
    return Optional.of(wait);
  }
}
