package dev.atom.cache;

import java.time.Duration;

/** Leases and times to live, as every store takes them. */
final class CacheTimes {
  private static final Duration LONGEST = Duration.ofDays(36_525);

  private CacheTimes() {}

  static Duration checked(String name, Duration time) {
    if (!time.isPositive() || time.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          name + " is " + time + "; it must be above zero and at most 100 years");
    }
    return time;
  }
}
