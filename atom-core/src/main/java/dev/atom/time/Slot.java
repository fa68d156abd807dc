package dev.atom.time;

import java.time.Duration;
import java.time.Instant;

/**
 * A stretch of time that is free or taken. Immutable and thread-safe.
 *
 * @param start when it begins
 * @param end when it ends, after the start; does not belong to it
 */
public record Slot(Instant start, Instant end) {
  /** Refuses one that ends when or before it begins. */
  public Slot {
    if (!start.isBefore(end)) {
      throw new IllegalArgumentException("a slot from " + start + " ends later, not at " + end);
    }
  }

  /**
   * Returns how long it is.
   *
   * @return the time that passes between its start and its end
   */
  public Duration length() {
    return Duration.between(start, end);
  }
}
