package dev.atom.store;

import dev.atom.json.Json;
import java.time.Instant;

/**
 * Something that is due at an instant. A subject has one timer per purpose.
 *
 * @param subject whose it is
 * @param purpose what for, such as {@code "approval_expiry"}
 * @param at when it is due
 * @param payload what the handler needs to know
 */
public record Timer(Subject subject, String purpose, Instant at, Json.Obj payload) {
  /** Refuses a blank purpose. */
  public Timer {
    if (purpose.isBlank()) {
      throw new IllegalArgumentException("a timer has a purpose");
    }
  }

  /**
   * Returns what identifies it: the payload may be confidential.
   *
   * @return a short description
   */
  @Override
  public String toString() {
    return "Timer[" + subject + ", " + purpose + ", " + at + "]";
  }
}
