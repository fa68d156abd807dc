package dev.atom;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * The instant by which a call and everything below it must be done.
 *
 * <p>Immutable and thread-safe. One deadline is handed down unchanged, so that retries and fallbacks
 * share the time of the call they serve.
 */
public final class Deadline {
  private static final Deadline NEVER = new Deadline(Instant.MAX, Clock.systemUTC());

  private final Instant at;
  private final Clock clock;

  private Deadline(Instant at, Clock clock) {
    this.at = at;
    this.clock = clock;
  }

  /**
   * Returns the deadline that never passes.
   *
   * @return the deadline without an end
   */
  public static Deadline never() {
    return NEVER;
  }

  /**
   * Returns the deadline that lies a time ahead of the clock's present.
   *
   * @param time how long the call may take; zero or negative gives a deadline that has passed
   * @param clock the clock it is read on now and later
   * @return the deadline
   */
  public static Deadline after(Duration time, Clock clock) {
    Instant now = clock.instant();
    if (time.isNegative() || time.isZero()) {
      return new Deadline(now, clock);
    }
    boolean far = time.compareTo(Duration.between(now, Instant.MAX)) >= 0;
    return new Deadline(far ? Instant.MAX : now.plus(time), clock);
  }

  /**
   * Returns the deadline that lies a time ahead of now on the system's clock.
   *
   * @param time how long the call may take; zero or negative gives a deadline that has passed
   * @return the deadline
   */
  public static Deadline after(Duration time) {
    return after(time, Clock.systemUTC());
  }

  /**
   * Returns the time that is left.
   *
   * @return empty if this deadline never passes; zero if it has passed
   */
  public Optional<Duration> remaining() {
    if (at.equals(Instant.MAX)) {
      return Optional.empty();
    }
    Duration left = Duration.between(clock.instant(), at);
    return Optional.of(left.isNegative() ? Duration.ZERO : left);
  }

  /**
   * Tells whether no time is left.
   *
   * @return true once the clock has reached the deadline
   */
  public boolean passed() {
    return remaining().map(Duration::isZero).orElse(false);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Deadline that && at.equals(that.at);
  }

  @Override
  public int hashCode() {
    return Objects.hash(at);
  }

  @Override
  public String toString() {
    return at.equals(Instant.MAX) ? "Deadline[never]" : "Deadline[" + at + "]";
  }
}
