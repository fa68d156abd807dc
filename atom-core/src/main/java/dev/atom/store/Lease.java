package dev.atom.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * The right of one owner to act for a while.
 *
 * @param tenant the tenant's id
 * @param name what is leased
 * @param owner who holds it
 * @param fence grows with every new holder, so that a late one is recognised: the instant at which it
 *     was taken, in microseconds since 1970, or one more than the last holder's if that is not less
 * @param until when it ends unless it is lengthened
 */
public record Lease(String tenant, String name, String owner, long fence, Instant until) {
  /** Refuses names that are blank, longer than 200 characters, or hold control characters. */
  public Lease {
    Checks.name("a lease's tenant", tenant, Checks.LONGEST_NAME);
    Checks.name("a lease's name", name, Checks.LONGEST_NAME);
    Checks.name("a lease's owner", owner, Checks.LONGEST_NAME);
    Objects.requireNonNull(until, "until");
  }

  /**
   * Refuses a time that no lease can last, for engines: {@link Store#acquire} is given one.
   *
   * @param time how long a lease shall last
   * @return the same, cut to whole microseconds
   * @throws IllegalArgumentException if it is less than a microsecond or more than 36500 days
   */
  public static Duration requireTime(Duration time) {
    return Checks.lease(time);
  }
}
