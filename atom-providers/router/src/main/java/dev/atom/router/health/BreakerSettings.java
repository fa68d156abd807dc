package dev.atom.router.health;

import java.time.Duration;

/**
 * When a breaker opens and how it closes again. Immutable; start with {@link #DEFAULT}.
 *
 * @param window over which failures are counted
 * @param leastCalls how many calls there must be in the window before their share of failures counts
 * @param failureShare above which share of failures it opens, 0 to 1
 * @param connectFailures after how many failures in a row to reach the server it opens
 * @param firstPause how long it stays open the first time; doubled each time it opens again before it
 *     has closed
 * @param longestPause how long it stays open at most, also if the server asks for more
 * @param keyPause how long a key stays out whose quota is used up or that was rejected
 * @param rampStep how long a tenth of the calls, and then half of them, is let through after a good
 *     probe before all are
 */
public record BreakerSettings(
    Duration window,
    int leastCalls,
    double failureShare,
    int connectFailures,
    Duration firstPause,
    Duration longestPause,
    Duration keyPause,
    Duration rampStep) {
  /**
   * 5 calls in 30 s of which more than half fail, or 3 failures to connect in a row; open for 1 s to
   * 5 min; keys out for 10 min; ramps of 5 s.
   */
  public static final BreakerSettings DEFAULT =
      new BreakerSettings(
          Duration.ofSeconds(30),
          5,
          0.5,
          3,
          Duration.ofSeconds(1),
          Duration.ofMinutes(5),
          Duration.ofMinutes(10),
          Duration.ofSeconds(5));

  /** Refuses what makes no sense, naming the component. */
  public BreakerSettings {
    positive("window", window);
    positive("firstPause", firstPause);
    positive("longestPause", longestPause);
    positive("keyPause", keyPause);
    if (rampStep.isNegative()) {
      throw new IllegalArgumentException("rampStep is " + rampStep + "; it must not be negative");
    }
    if (leastCalls < 1 || connectFailures < 1) {
      throw new IllegalArgumentException(
          "leastCalls is %d, connectFailures %d; both must be 1 or more"
              .formatted(leastCalls, connectFailures));
    }
    if (!(failureShare >= 0 && failureShare < 1)) {
      throw new IllegalArgumentException(
          "failureShare is " + failureShare + "; it must be from 0, below 1");
    }
  }

  private static void positive(String name, Duration time) {
    if (time.isNegative() || time.isZero()) {
      throw new IllegalArgumentException(name + " is " + time + "; it must be longer than zero");
    }
  }
}
