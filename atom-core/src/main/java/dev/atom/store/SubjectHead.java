package dev.atom.store;

import java.time.Instant;

/**
 * How far a subject has come. Immutable and thread-safe.
 *
 * @param subject the subject
 * @param version its last event's version
 * @param changedAt when the last event was appended
 */
public record SubjectHead(Subject subject, long version, Instant changedAt) {
  /**
   * Refuses a limit under which nothing could be listed, for engines: {@link Store#subjects} is given
   * one.
   *
   * @param limit the most heads that are wanted
   * @throws IllegalArgumentException if it is less than 1
   */
  public static void requireLimit(int limit) {
    Checks.limit(limit);
  }
}
