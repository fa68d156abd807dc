package dev.atom.job;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** How long a thread waits for an instant of a clock. */
final class Waits {
  private Waits() {}

  /** The time from now until an instant, from zero to the longest. */
  static Duration until(Instant at, Clock clock, Duration longest) {
    Instant now = clock.instant();
    if (!at.isAfter(now)) {
      return Duration.ZERO;
    }
    return at.isAfter(now.plus(longest)) ? longest : Duration.between(now, at);
  }

  /** The time that really passes until {@link System#nanoTime} has a value, from zero. */
  static Duration untilNanos(long nanos) {
    return Duration.ofNanos(Math.max(0, nanos - System.nanoTime()));
  }

  /** Doubles from a first wait with every failure, up to the longest. */
  static Duration doubled(Duration first, int failures, Duration longest) {
    Duration wait = first.multipliedBy(1L << Math.min(failures - 1, 20));
    return wait.compareTo(longest) > 0 ? longest : wait;
  }
}
