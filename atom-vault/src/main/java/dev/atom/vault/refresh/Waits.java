package dev.atom.vault.refresh;

import dev.atom.vault.grant.GrantOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** How long to wait for what, with jitter. Thread-safe. */
final class Waits {
  private static final long FIRST_MILLIS = 1_000;
  private static final long LONGEST_MILLIS = 300_000;
  private static final long LONGEST_ASKED_MILLIS = 3_600_000;
  private static final long POLL_NANOS = 20_000_000;
  private static final long LONGEST_POLL_NANOS = 500_000_000;

  private final GrantOptions options;
  private final long seed;

  Waits(GrantOptions options) {
    this.options = options;
    this.seed = options.random().nextLong();
  }

  /** The longest leeway before jitter, in milliseconds. */
  long leeway() {
    return options.leeway().toMillis();
  }

  /** From 0 to 1, always the same for one pair of tokens in one process. */
  double jitter(long grant, long version) {
    long mixed = (grant * 31 + version ^ seed) * 0x9e3779b97f4a7c15L;
    return (mixed >>> 11) * 0x1.0p-53;
  }

  /**
   * How long to leave a provider alone: double with each failure up to 5 minutes, and as long as it
   * asked for, up to an hour; up to half as long again, so that many grants don't come back at once.
   */
  long backOffMillis(int failures, Optional<Duration> asked) {
    long own = Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(failures, 20));
    long least = asked.map(Waits::millis).orElse(0L);
    long time = Math.max(own, Math.min(least, LONGEST_ASKED_MILLIS));
    return time + bounded(time / 2);
  }

  /** The longest that {@link #backOffMillis} says, so that a clock that was wrong locks nobody out. */
  static long longestBackOffMillis() {
    return LONGEST_ASKED_MILLIS + LONGEST_ASKED_MILLIS / 2;
  }

  /** How long to wait before the next look at what another one does, or the next try to store. */
  long pollNanos(int tries) {
    long time = Math.min(LONGEST_POLL_NANOS, POLL_NANOS << Math.min(tries, 10));
    return time / 2 + bounded(time / 2);
  }

  private long bounded(long most) {
    RandomGenerator random = options.random();
    return most <= 0 ? 0 : random.nextLong(most);
  }

  private static long millis(Duration time) {
    if (time.isNegative()) {
      return 0;
    }
    return time.compareTo(Duration.ofMillis(LONGEST_ASKED_MILLIS)) > 0
        ? LONGEST_ASKED_MILLIS
        : time.toMillis();
  }
}
