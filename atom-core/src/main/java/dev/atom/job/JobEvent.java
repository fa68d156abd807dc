package dev.atom.job;

import dev.atom.store.Job;
import dev.atom.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Something that happened to a job or to the store that keeps it. Immutable and thread-safe. */
public sealed interface JobEvent {
  /**
   * A run has begun; one of the others says how it ended.
   *
   * @param job the job as it was claimed
   */
  record Started(Job job) implements JobEvent {}

  /**
   * It is done.
   *
   * @param job the job as it was claimed
   * @param took how long the run took
   * @param next when it is due again; empty unless it recurs
   */
  record Succeeded(Job job, Duration took, Optional<Instant> next) implements JobEvent {}

  /**
   * An attempt failed and another will be made.
   *
   * @param job the job as it was claimed
   * @param error what it failed with
   * @param delay how long until the next attempt
   */
  record Failed(Job job, Throwable error, Duration delay) implements JobEvent {}

  /**
   * It failed for good. A job that recurs goes on at its next time.
   *
   * @param job the job as it was claimed
   * @param error what is kept with the job
   * @param next when it is due again; empty for a dead letter
   */
  record Dead(Job job, String error, Optional<Instant> next) implements JobEvent {}

  /**
   * Nobody knows whether it happened. A job that recurs goes on at its next time.
   *
   * @param job the job as it was claimed
   * @param error what is kept with the job
   * @param next when it is due again; empty if it waits for a decision
   */
  record Unknown(Job job, String error, Optional<Instant> next) implements JobEvent {}

  /**
   * A time was missed and passed over.
   *
   * @param job the job as it was claimed
   * @param next when it is due again; empty if never
   */
  record Skipped(Job job, Optional<Instant> next) implements JobEvent {}

  /**
   * An earlier claim had ended without a word, because its worker died or was too slow.
   *
   * @param job the job as it was claimed now
   */
  record Lapsed(Job job) implements JobEvent {}

  /**
   * A run lost its claim, because the job was moved, paused or removed, or its claim was over; its
   * outcome counts no more, and its context is cancelled.
   *
   * @param job the job as it was claimed
   */
  record Lost(Job job) implements JobEvent {}

  /**
   * A run was ended by {@link Jobs#close} and its claim given back.
   *
   * @param job the job as it was claimed
   */
  record GivenBack(Job job) implements JobEvent {}

  /**
   * Jobs of a kind are long due and nobody handles them. Told once per kind.
   *
   * @param kind the kind
   * @param job one of them
   */
  record Unhandled(String kind, Job job) implements JobEvent {}

  /**
   * The store could not be used; it is tried again.
   *
   * @param error what the store threw
   */
  record StoreFailed(RuntimeException error) implements JobEvent {
    static StoreFailed of(Throwable error) {
      return new StoreFailed(
          error instanceof RuntimeException known
              ? known
              : new StoreException(true, "the engine failed with an error", error));
    }
  }
}
