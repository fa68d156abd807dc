package dev.atom.store;

import dev.atom.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What becomes of a {@link Job}. It is made only if nobody has claimed or changed the job since it
 * was read: its number and fence must still be the same. A worker whose claim was over and taken by
 * another can therefore change nothing. Immutable and thread-safe.
 *
 * @param job the job as it was read or claimed
 * @param kind what becomes of it
 * @param at for {@link Kind#AGAIN}: when it is due next
 * @param delay for {@link Kind#RETRY}, {@link Kind#RELEASE} and {@link Kind#EXTEND}: how long from
 *     now, 0 to 36500 days, to the microsecond
 * @param error for {@link Kind#RETRY}, {@link Kind#DEAD}, {@link Kind#UNKNOWN} and, if there is one,
 *     {@link Kind#RELEASE} and {@link Kind#AGAIN}: what went wrong, without secrets; what no engine
 *     keeps in a text is replaced
 * @param progress for {@link Kind#EXTEND}: how far it has come; empty leaves it as it is
 */
public record JobChange(
    Job job,
    Kind kind,
    Optional<Instant> at,
    Duration delay,
    Optional<String> error,
    Optional<Json.Obj> progress) {
  /** What can become of a job. */
  public enum Kind {
    /**
     * It was done: an effect is kept as done, a timer removed. Whoever knows it may say so of any job
     * that is not done, also of one that another worker has.
     */
    DONE,
    /** A timer was done and is planned anew; its attempts are counted from the beginning. */
    AGAIN,
    /** The attempt failed and the job is due again later. */
    RETRY,
    /** The claim is given back as if it had not been: due again, the attempt not counted. */
    RELEASE,
    /**
     * The claim lasts longer: a heart-beat. Keeps the fence; later changes are made to what {@link
     * #after} gives, or they put the progress back.
     */
    EXTEND,
    /** It failed for good. */
    DEAD,
    /** Nobody knows whether it happened. */
    UNKNOWN,
    /**
     * It waits for a word; a worker that has it loses its claim, whose attempt counts as one that
     * ended without a word.
     */
    PAUSE,
    /** It is due at once, its attempts counted from the beginning; a claim is taken away. */
    RUN_NOW,
    /**
     * It is due when it was planned for, its attempts counted from the beginning but for those that
     * ended without a word.
     */
    RESUME,
    /** It is removed, an effect's key with it. */
    REMOVE
  }

  /** Refuses what can't become of the job as it was read. */
  public JobChange {
    Objects.requireNonNull(kind, "kind");
    at = at.map(Checks::instant);
    delay = Checks.wait(delay);
    error = error.map(Checks::readable);
    boolean fits =
        switch (kind) {
          case DONE, RUN_NOW -> !in(job, JobState.DONE);
          case RETRY, RELEASE, EXTEND, UNKNOWN -> in(job, JobState.RUNNING);
          case AGAIN -> in(job, JobState.RUNNING) && job.plan().type() == JobType.TIMER;
          case DEAD -> in(job, JobState.RUNNING, JobState.UNKNOWN);
          case PAUSE -> in(job, JobState.RUNNING, JobState.WAITING);
          case RESUME -> in(job, JobState.PAUSED);
          case REMOVE -> true;
        };
    if (!fits) {
      throw new IllegalArgumentException(
          job + " is " + job.status().state() + " and can't become " + kind);
    }
  }

  private static boolean in(Job job, JobState... states) {
    return Arrays.asList(states).contains(job.status().state());
  }

  /**
   * Says that a job was done.
   *
   * @param job a claimed job, or one of which it turned out otherwise
   * @return the change
   */
  public static JobChange done(Job job) {
    return of(job, Kind.DONE);
  }

  /**
   * Says that a claimed timer was done and is due again.
   *
   * @param job the timer
   * @param at when
   * @return the change
   */
  public static JobChange again(Job job, Instant at) {
    return new JobChange(
        job, Kind.AGAIN, Optional.of(at), Duration.ZERO, Optional.empty(), Optional.empty());
  }

  /**
   * Says that a claimed timer failed for good this time and is due again nevertheless.
   *
   * @param job the timer
   * @param at when
   * @param error what went wrong, without secrets
   * @return the change
   */
  public static JobChange again(Job job, Instant at, String error) {
    return new JobChange(
        job, Kind.AGAIN, Optional.of(at), Duration.ZERO, Optional.of(error), Optional.empty());
  }

  /**
   * Says that an attempt failed and when the next is due.
   *
   * @param job the claimed job
   * @param delay how long from now
   * @param error what went wrong, without secrets
   * @return the change
   */
  public static JobChange retry(Job job, Duration delay, String error) {
    return new JobChange(
        job, Kind.RETRY, Optional.empty(), delay, Optional.of(error), Optional.empty());
  }

  /**
   * Gives a claim back that was not used, or whose use left no trace: it is due at once, and the
   * attempt is not counted.
   *
   * @param job the claimed job
   * @return the change
   */
  public static JobChange release(Job job) {
    return new JobChange(
        job, Kind.RELEASE, Optional.empty(), Duration.ZERO, job.status().error(), Optional.empty());
  }

  /**
   * Gives a claim back because it can't be done yet; the attempt is not counted.
   *
   * @param job the claimed job
   * @param delay how long from now until it is due again
   * @param error what it waits for, without secrets
   * @return the change
   */
  public static JobChange release(Job job, Duration delay, String error) {
    return new JobChange(
        job, Kind.RELEASE, Optional.empty(), delay, Optional.of(error), Optional.empty());
  }

  /**
   * Lengthens a claim.
   *
   * @param job the claimed job
   * @param time how long it lasts from now
   * @return the change
   */
  public static JobChange extend(Job job, Duration time) {
    return new JobChange(
        job, Kind.EXTEND, Optional.empty(), time, Optional.empty(), Optional.empty());
  }

  /**
   * Lengthens a claim and says how far the job has come.
   *
   * @param job the claimed job
   * @param time how long the claim lasts from now
   * @param progress what the next attempt may go on from
   * @return the change
   */
  public static JobChange extend(Job job, Duration time, Json.Obj progress) {
    return new JobChange(
        job, Kind.EXTEND, Optional.empty(), time, Optional.empty(), Optional.of(progress));
  }

  /**
   * Says that a job failed for good, or that one whose fate was unknown has not happened.
   *
   * @param job the job
   * @param error what went wrong, without secrets
   * @return the change
   */
  public static JobChange dead(Job job, String error) {
    return failed(job, Kind.DEAD, error);
  }

  /**
   * Says that nobody knows whether it happened.
   *
   * @param job the claimed job
   * @param error what went wrong, without secrets
   * @return the change
   */
  public static JobChange unknown(Job job, String error) {
    return failed(job, Kind.UNKNOWN, error);
  }

  /**
   * Pauses a job; a worker that has it loses its claim.
   *
   * @param job a waiting or running job
   * @return the change
   */
  public static JobChange pause(Job job) {
    return of(job, Kind.PAUSE);
  }

  /**
   * Ends a pause: it is due when it was planned for.
   *
   * @param job a paused job
   * @return the change
   */
  public static JobChange resume(Job job) {
    return of(job, Kind.RESUME);
  }

  /**
   * Makes a job due at once: one that waits or is paused, and a dead one or one whose fate is unknown,
   * to be tried once more. A worker that has it loses its claim.
   *
   * @param job any job that is not done
   * @return the change
   */
  public static JobChange runNow(Job job) {
    return of(job, Kind.RUN_NOW);
  }

  /**
   * Removes a job in whatever state it is; an effect's key can be used again.
   *
   * @param job the job
   * @return the change
   */
  public static JobChange remove(Job job) {
    return of(job, Kind.REMOVE);
  }

  /**
   * Refuses changes of which two are of one job, for engines: {@link Store#change} allows one each.
   *
   * @param changes what becomes of some jobs
   * @throws IllegalArgumentException if a job is among them twice
   */
  public static void requireDistinct(List<JobChange> changes) {
    Set<Long> numbers = new HashSet<>();
    for (JobChange change : changes) {
      if (!numbers.add(change.job().number())) {
        throw new IllegalArgumentException(change.job() + " is changed twice at once");
      }
    }
  }

  private static JobChange of(Job job, Kind kind) {
    return new JobChange(
        job, kind, Optional.empty(), Duration.ZERO, Optional.empty(), Optional.empty());
  }

  private static JobChange failed(Job job, Kind kind, String error) {
    return new JobChange(
        job, kind, Optional.empty(), Duration.ZERO, Optional.of(error), Optional.empty());
  }

  /**
   * Returns the job as it is after the change: what an engine writes if the job's fence is still the
   * same.
   *
   * @param now the store's time
   * @return empty if it is removed
   */
  public Optional<Job> after(Instant now) {
    Job.Status old = job.status();
    int told = old.failures() + (old.state() == JobState.RUNNING ? 1 : 0);
    return switch (kind) {
      case REMOVE -> Optional.empty();
      case DONE ->
          job.plan().type() == JobType.TIMER
              ? Optional.empty()
              : Optional.of(ended(JobState.DONE, told));
      case DEAD -> Optional.of(ended(JobState.DEAD, told));
      case UNKNOWN -> Optional.of(ended(JobState.UNKNOWN, told));
      case PAUSE -> Optional.of(ended(JobState.PAUSED, old.failures()));
      case RETRY -> Optional.of(waiting(job.plan(), now.plus(delay), old.attempts(), told));
      case RELEASE ->
          Optional.of(waiting(job.plan(), now.plus(delay), old.attempts() - 1, old.failures()));
      case EXTEND -> Optional.of(extended(now.plus(delay)));
      case RUN_NOW -> Optional.of(waiting(job.plan(), now, 0, 0));
      case RESUME -> Optional.of(waiting(job.plan(), job.at(), job.lapses(), 0));
      case AGAIN -> Optional.of(waiting(job.plan().at(at.orElseThrow()), at.orElseThrow(), 0, 0));
    };
  }

  private Job ended(JobState state, int failures) {
    Job.Status old = job.status();
    return job.with(
        new Job.Status(
            state,
            Optional.empty(),
            old.attempts(),
            failures,
            old.fence() + 1,
            Optional.empty(),
            error,
            old.progress()));
  }

  private Job waiting(NewJob plan, Instant due, int attempts, int failures) {
    Job.Status status =
        new Job.Status(
            JobState.WAITING,
            Optional.of(due),
            attempts,
            failures,
            job.status().fence() + 1,
            Optional.empty(),
            error,
            kind == Kind.AGAIN ? Optional.empty() : job.status().progress());
    return new Job(job.number(), job.subject(), plan, status);
  }

  private Job extended(Instant until) {
    Job.Status old = job.status();
    return job.with(
        new Job.Status(
            old.state(),
            Optional.of(until),
            old.attempts(),
            old.failures(),
            old.fence(),
            old.worker(),
            old.error(),
            progress.or(old::progress)));
  }

  /**
   * Returns what identifies it: the progress may be confidential.
   *
   * @return a short description
   */
  @Override
  public String toString() {
    return "JobChange[" + kind + " of " + job + "]";
  }
}
