package dev.atom.router;

import java.time.Duration;

/**
 * A second target is asked if the first is slower than nearly always; who answers first wins, and the
 * other is cancelled and booked as an estimate. It costs up to one more call in twenty.
 *
 * @param leastWait how long is waited at least, whatever was observed
 * @param leastCalls how many calls of late must have been observed at a target before its 95th
 *     percentile of the time to the first token is trusted; before, nothing is hedged
 */
public record Hedging(Duration leastWait, int leastCalls) {
  /** Behind the observed 95th percentile of 20 calls, and no sooner than 100 ms. */
  public static final Hedging AT_P95 = new Hedging(Duration.ofMillis(100), 20);

  /** Refuses what makes no sense, naming the component. */
  public Hedging {
    if (leastWait.isNegative() || leastCalls < 1) {
      throw new IllegalArgumentException(
          "leastWait is %s, leastCalls %d; not negative, and 1 or more"
              .formatted(leastWait, leastCalls));
    }
  }
}
