package dev.atom.router;

import java.time.Duration;

/**
 * When a router asks the same targets once more. While there is another healthy target it never
 * waits; it waits only if all have failed and one of the failures says that a retry can help, and
 * never behind the last try or beyond the call's deadline.
 *
 * @param rounds how often all targets are asked once more; 0 for never
 * @param firstWait how long it waits before the first round if no provider says how long; doubled for
 *     each further one, up to half of it taken off at random
 * @param longestWait how long it waits at most, also if a provider asks for more: then the call fails
 *     at once and tells how long to wait
 */
public record Retries(int rounds, Duration firstWait, Duration longestWait) {
  /** Two rounds, after half a second and a second, or as long as a provider says, up to 20 s. */
  public static final Retries DEFAULT =
      new Retries(2, Duration.ofMillis(500), Duration.ofSeconds(20));

  /** Each target is asked once. */
  public static final Retries NONE = new Retries(0, Duration.ofMillis(1), Duration.ofMillis(1));

  /** Refuses what makes no sense, naming the component. */
  public Retries {
    if (rounds < 0) {
      throw new IllegalArgumentException("rounds is " + rounds + "; it must be 0 or more");
    }
    if (firstWait.isNegative() || longestWait.compareTo(firstWait) < 0) {
      throw new IllegalArgumentException(
          "firstWait is %s, longestWait %s; 0 or more, and the first not longer"
              .formatted(firstWait, longestWait));
    }
  }
}
