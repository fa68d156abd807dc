package dev.atom.vault;

import dev.atom.vault.KeyHealth.State;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * When a secret is checked again: one that works after the interval; one that doesn't after an hour,
 * then twice as long each time, up to a week; one of which nothing is known after a minute, then twice
 * as long each time, up to six hours, and not before the provider wants. Times vary by chance, so that
 * what was put together isn't checked together.
 */
final class CheckSchedule {
  private static final Duration REJECTED = Duration.ofHours(1);
  private static final Duration MOST_REJECTED = Duration.ofDays(7);
  private static final Duration UNKNOWN = Duration.ofMinutes(1);
  private static final Duration MOST_UNKNOWN = Duration.ofHours(6);
  private static final Duration MOST_ASKED_FOR = Duration.ofDays(1);

  private final Duration interval;
  private final RandomGenerator random;

  CheckSchedule(Duration interval, RandomGenerator random) {
    this.interval = interval;
    this.random = random;
  }

  Instant next(State state, int times, CheckedVerdict verdict, Instant now) {
    Duration wait =
        switch (state) {
          case ACCEPTED -> varied(interval, 0.9, 1.1);
          case REJECTED -> varied(growing(REJECTED, times, MOST_REJECTED), 0.9, 1.1);
          case UNKNOWN ->
              verdict.retryable()
                  ? varied(growing(UNKNOWN, times, MOST_UNKNOWN), 0.5, 1)
                  : varied(interval, 0.9, 1.1);
        };
    Duration asked =
        verdict.retryAfter().compareTo(MOST_ASKED_FOR) > 0 ? MOST_ASKED_FOR : verdict.retryAfter();
    return now.plus(wait.compareTo(asked) < 0 ? asked : wait);
  }

  private static Duration growing(Duration first, int times, Duration most) {
    Duration grown = first.multipliedBy(1L << Math.min(Math.max(times - 1, 0), 20));
    return grown.compareTo(most) > 0 ? most : grown;
  }

  private Duration varied(Duration time, double least, double most) {
    return Duration.ofMillis((long) (time.toMillis() * random.nextDouble(least, most)));
  }
}
