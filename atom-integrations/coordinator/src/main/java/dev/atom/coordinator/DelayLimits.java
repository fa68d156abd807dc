package dev.atom.coordinator;

import java.time.Duration;

/**
 * What is too much.
 *
 * @param silentDays how many working days without a word are fine, 0 or more; one more is a notice,
 *     more than twice as many a warning
 * @param criticalDelay from how much working time on a delay is critical, more than nothing
 */
public record DelayLimits(int silentDays, Duration criticalDelay) {
  /** Three silent days; two days of eight hours are critical. */
  public static final DelayLimits DEFAULT = new DelayLimits(3, Duration.ofHours(16));

  /** Refuses values out of range. */
  public DelayLimits {
    if (silentDays < 0 || criticalDelay.isNegative() || criticalDelay.isZero()) {
      throw new IllegalArgumentException(
          "silent days are 0 or more and a critical delay is more than nothing, not "
              + silentDays
              + " and "
              + criticalDelay);
    }
  }
}
