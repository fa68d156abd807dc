package dev.atom.limit;

import java.time.Duration;

/**
 * How many calls may wait, and how long.
 *
 * @param most in all, 0 or more
 * @param mostPerTenant of one tenant, 0 or more
 * @param longest up to 366 days
 */
record WaitBounds(int most, int mostPerTenant, Duration longest) {
  private static final Duration LONGEST = Duration.ofDays(366);

  static final WaitBounds DEFAULT = new WaitBounds(1_000, 250, Duration.ofMinutes(1));

  WaitBounds {
    if (most < 0 || mostPerTenant < 0) {
      throw new IllegalArgumentException(
          "0 or more calls wait, not " + most + " and " + mostPerTenant);
    }
    if (longest.isNegative() || longest.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("a call waits for 0 to 366 days, not " + longest);
    }
  }

  long longestNanos() {
    return longest.toNanos();
  }
}
