package dev.atom.job;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How often a job is tried and how long it waits in between: each wait is the one before times a
 * factor, up to the longest, and shortened by chance so that jobs that failed together don't come
 * back together. Immutable and thread-safe.
 *
 * @param attempts the most attempts, 1 or more, those included that ended without a word
 * @param first the wait after the first attempt, 0 or more
 * @param factor how much longer each wait is than the one before, 1 or more
 * @param longest the longest wait, at most 36500 days; another side's {@link dev.atom.RetryAfter} is
 *     heeded beyond it
 * @param jitter the most by which chance shortens a wait, as a share from 0 to 1
 */
public record RetryPolicy(
    int attempts, Duration first, double factor, Duration longest, double jitter) {
  /** The longest that a job waits, whatever it is told. */
  static final Duration LIMIT = Duration.ofDays(36_500);

  private static final RetryPolicy STANDARD =
      new RetryPolicy(10, Duration.ofSeconds(1), 2, Duration.ofMinutes(10), 0.5);

  /** Refuses what has no meaning. */
  public RetryPolicy {
    if (attempts < 1) {
      throw new IllegalArgumentException("a job is tried once or more, not " + attempts);
    }
    if (first.isNegative() || longest.compareTo(first) < 0 || longest.compareTo(LIMIT) > 0) {
      throw new IllegalArgumentException(
          "a wait is 0 or more and at most 36500 days, not from " + first + " to " + longest);
    }
    if (!(factor >= 1) || factor == Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException("a wait grows by a factor of 1 or more, not " + factor);
    }
    if (!(jitter >= 0 && jitter <= 1)) {
      throw new IllegalArgumentException("jitter is a share from 0 to 1, not " + jitter);
    }
  }

  /**
   * Returns ten attempts, with waits of a second, two, four and so on up to ten minutes, shortened by
   * up to a half.
   *
   * @return the policy
   */
  public static RetryPolicy standard() {
    return STANDARD;
  }

  /**
   * Returns a single attempt.
   *
   * @return the policy
   */
  public static RetryPolicy never() {
    return STANDARD.attempts(1);
  }

  /**
   * Returns this policy with another number of attempts.
   *
   * @param attempts the most, 1 or more
   * @return a copy
   */
  public RetryPolicy attempts(int attempts) {
    return new RetryPolicy(attempts, first, factor, longest, jitter);
  }

  /**
   * Returns this policy with other waits.
   *
   * @param first the first wait
   * @param longest the longest wait
   * @return a copy
   */
  public RetryPolicy waits(Duration first, Duration longest) {
    return new RetryPolicy(attempts, first, factor, longest, jitter);
  }

  /**
   * Returns the wait after an attempt.
   *
   * @param attempt how many attempts there were, 1 or more
   * @param random where chance comes from; not used if there is no jitter
   * @return from {@code (1 - jitter)} times the wait of that attempt up to all of it
   */
  public Duration wait(int attempt, RandomGenerator random) {
    if (attempt < 1) {
      throw new IllegalArgumentException("an attempt is counted from 1, not " + attempt);
    }
    double cap = longest.toMillis();
    double growth = Math.min(Math.pow(factor, attempt - 1.0), Double.MAX_VALUE); // times 0 is 0
    double full = Math.min(cap, first.toMillis() * growth);
    double share = jitter == 0 ? 1 : 1 - jitter * random.nextDouble();
    return Duration.ofMillis(Math.round(full * share));
  }
}
