package dev.atom.job;

import dev.atom.store.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How a run ended, as the history keeps it. Immutable and thread-safe.
 *
 * @param at when it ended, by the store's clock
 * @param ending how it ended
 * @param job the job's number
 * @param subject whose job it was
 * @param name an effect's key or a timer's name
 * @param attempt which attempt it was
 * @param took how long it took
 * @param error what went wrong
 */
public record JobRecord(
    Instant at,
    Ending ending,
    long job,
    Subject subject,
    String name,
    int attempt,
    Duration took,
    Optional<String> error) {
  /** How a run ends. */
  public enum Ending {
    /** It was done. */
    SUCCEEDED,
    /** It failed and is tried again. */
    FAILED,
    /** It failed for good. */
    DEAD,
    /** Nobody knows whether it happened. */
    UNKNOWN,
    /** Its time was missed and passed over. */
    SKIPPED
  }
}
