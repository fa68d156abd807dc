package dev.atom.job;

import dev.atom.RetryAfter;
import java.time.Duration;
import java.util.Optional;

/**
 * It can't be done yet and has not happened. The job is due again later, however often that happens;
 * no attempts are used up by it.
 */
public final class JobPostponed extends JobException implements RetryAfter {
  private static final long serialVersionUID = 1L;

  private final Duration wait;

  /**
   * Creates the exception.
   *
   * @param wait how long from now, 0 to 36500 days
   * @param message what it waits for; kept with the job, so without secrets
   */
  public JobPostponed(Duration wait, String message) {
    super("job_postponed", true, message);
    this.wait = wait;
  }

  @Override
  public Optional<Duration> retryAfter() {
    return Optional.of(wait);
  }
}
