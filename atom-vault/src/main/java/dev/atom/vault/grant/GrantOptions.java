package dev.atom.vault.grant;

import java.time.Duration;
import java.util.Objects;
import java.util.Random;
import java.util.random.RandomGenerator;

/**
 * How grants are refreshed.
 *
 * @param leeway how long before its end an access token is refreshed at most; a tenth of the token's
 *     life if that is shorter. Both are made up to half as long again, differently for each grant, so
 *     that grants of one moment aren't all refreshed in one
 * @param lease how long a process has for one refresh; when it is over (or the process died), another
 *     one may try. At least 1 second
 * @param clockDifference by how much the clocks of processes that share a store may differ; so much
 *     longer a lease is respected
 * @param listener is told who must consent again
 * @param revoker tells the provider of {@link Grants#revoke}
 * @param random where jitter comes from; thread-safe, need not be secure
 */
public record GrantOptions(
    Duration leeway,
    Duration lease,
    Duration clockDifference,
    GrantListener listener,
    GrantRevoker revoker,
    RandomGenerator random) {
  private static final Duration SHORTEST_LEASE = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofDays(1);

  /** Refuses times that make no sense. */
  public GrantOptions {
    require("leeway", leeway, Duration.ZERO);
    require("lease", lease, SHORTEST_LEASE);
    require("clock difference", clockDifference, Duration.ZERO);
    Objects.requireNonNull(listener, "listener");
    Objects.requireNonNull(revoker, "revoker");
    Objects.requireNonNull(random, "random");
  }

  /**
   * A leeway of at most 5 minutes, 30 seconds for a refresh, clocks that differ by 30 seconds at most,
   * nobody is told.
   *
   * @return the options
   */
  public static GrantOptions standard() {
    return new GrantOptions(
        Duration.ofMinutes(5),
        Duration.ofSeconds(30),
        Duration.ofSeconds(30),
        GrantListener.none(),
        GrantRevoker.none(),
        new Random());
  }

  /**
   * Returns the same with another leeway.
   *
   * @param time 0 or more, at most a day
   * @return the options
   */
  public GrantOptions leeway(Duration time) {
    return new GrantOptions(time, lease, clockDifference, listener, revoker, random);
  }

  /**
   * Returns the same with another time for a refresh.
   *
   * @param time 1 second to a day
   * @return the options
   */
  public GrantOptions lease(Duration time) {
    return new GrantOptions(leeway, time, clockDifference, listener, revoker, random);
  }

  /**
   * Returns the same for clocks that differ by another time.
   *
   * @param time 0 or more, at most a day
   * @return the options
   */
  public GrantOptions clockDifference(Duration time) {
    return new GrantOptions(leeway, lease, time, listener, revoker, random);
  }

  /**
   * Returns the same with a listener.
   *
   * @param newListener is told who must consent again
   * @return the options
   */
  public GrantOptions listener(GrantListener newListener) {
    return new GrantOptions(leeway, lease, clockDifference, newListener, revoker, random);
  }

  /**
   * Returns the same with somebody who tells the provider of a revocation.
   *
   * @param newRevoker tells it
   * @return the options
   */
  public GrantOptions revoker(GrantRevoker newRevoker) {
    return new GrantOptions(leeway, lease, clockDifference, listener, newRevoker, random);
  }

  /**
   * Returns the same with another source of jitter.
   *
   * @param source thread-safe
   * @return the options
   */
  public GrantOptions random(RandomGenerator source) {
    return new GrantOptions(leeway, lease, clockDifference, listener, revoker, source);
  }

  private static void require(String what, Duration time, Duration least) {
    if (time.compareTo(least) < 0 || time.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "a " + what + " is " + least + " to " + LONGEST + ", not " + time);
    }
  }
}
