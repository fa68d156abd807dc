package dev.atom.store;

import dev.atom.json.Json;
import java.time.Instant;
import java.util.Optional;

/**
 * Something that is due, as the store has it: planned by an {@link Append}, claimed by {@link
 * Store#claim}, changed by a {@link JobChange}. Immutable and thread-safe; a picture of the moment it
 * was read.
 *
 * @param number its place in the order in which jobs were planned; unique in the store and never used
 *     again
 * @param subject whose it is
 * @param plan what was planned; {@code at} is always present
 * @param status where it stands
 */
public record Job(long number, Subject subject, NewJob plan, Status status) {
  /**
   * Where a job stands.
   *
   * @param state waiting, running, done
   * @param dueAt when it may be claimed: when it or a retry is due, or when the claim is over; empty
   *     if it waits for nothing but somebody's word
   * @param attempts how often it was claimed since it was planned, this claim included
   * @param failures how many of these attempts ended with a word; the others lapsed
   * @param fence changes with every claim and every change but a heart-beat
   * @param worker who has claimed it, while it is running
   * @param error what the last attempt failed with
   * @param progress how far it has come, as its handler has said
   */
  public record Status(
      JobState state,
      Optional<Instant> dueAt,
      int attempts,
      int failures,
      long fence,
      Optional<String> worker,
      Optional<String> error,
      Optional<Json.Obj> progress) {
    /**
     * Returns what identifies it: the progress may be confidential.
     *
     * @return a short description
     */
    @Override
    public String toString() {
      return state + " " + dueAt.map(Instant::toString).orElse("never") + ", attempt " + attempts;
    }
  }

  /**
   * Returns an effect's idempotency key or a timer's name.
   *
   * @return the name
   */
  public String name() {
    return plan.name();
  }

  /**
   * Returns what handles it.
   *
   * @return the kind
   */
  public String kind() {
    return plan.kind();
  }

  /**
   * Returns what the handler needs to know.
   *
   * @return the payload
   */
  public Json.Obj payload() {
    return plan.payload();
  }

  /**
   * Returns when it was to happen, whatever retries came between.
   *
   * @return the instant
   */
  public Instant at() {
    return plan.at().orElseThrow();
  }

  /**
   * Returns how many earlier claims ended without a word, because a worker died or was too slow, or
   * the job was paused while it ran: so often it may have happened already.
   *
   * @return 0 or more
   */
  public int lapses() {
    int current = status.state() == JobState.RUNNING ? 1 : 0;
    return status.attempts() - status.failures() - current;
  }

  /**
   * Returns this job as a worker has it that claims it.
   *
   * @param worker who claims
   * @param until when the claim is over
   * @return a copy
   */
  public Job claimed(String worker, Instant until) {
    return with(
        new Status(
            JobState.RUNNING,
            Optional.of(until),
            status.attempts() + 1,
            status.failures(),
            status.fence() + 1,
            Optional.of(worker),
            status.error(),
            status.progress()));
  }

  Job with(Status changed) {
    return new Job(number, subject, plan, changed);
  }

  /**
   * Returns what identifies it: the payload may be confidential.
   *
   * @return a short description
   */
  @Override
  public String toString() {
    return "Job[" + number + ", " + subject + ", " + plan + ", " + status + "]";
  }
}
