package dev.atom.job;

import dev.atom.CallContext;
import dev.atom.json.Json;
import dev.atom.store.Append;
import dev.atom.store.Job;
import dev.atom.store.JobChange;
import dev.atom.store.JobLost;
import dev.atom.store.JobType;
import dev.atom.store.Store;
import dev.atom.store.StoreException;
import dev.atom.store.Subject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One attempt to do a job, as its handler sees it. Thread-safe; of no use when the handler has
 * returned.
 */
public final class JobRun {
  private final Store store;
  private final Attempt attempt;
  private final Verdicts verdicts;
  private volatile Optional<Settlement> completed = Optional.empty();

  JobRun(Store store, Attempt attempt, Verdicts verdicts) {
    this.store = store;
    this.attempt = attempt;
    this.verdicts = verdicts;
  }

  /**
   * Returns the job.
   *
   * @return as it was claimed; its {@code at} is the time it was to happen
   */
  public Job job() {
    return attempt.claimed();
  }

  /**
   * Returns whose job it is.
   *
   * @return the subject
   */
  public Subject subject() {
    return attempt.claimed().subject();
  }

  /**
   * Returns what was planned with the job.
   *
   * @return the payload
   */
  public Json.Obj payload() {
    return attempt.claimed().payload();
  }

  /**
   * Returns the context to hand down to every call: of the job's tenant, with the timeout as
   * deadline, cancelled when the claim is lost, the time is up, or the host closes.
   *
   * @return the context
   */
  public CallContext context() {
    return attempt.context();
  }

  /**
   * Returns which attempt this is.
   *
   * @return 1 for the first
   */
  public int number() {
    return attempt.claimed().status().attempts();
  }

  /**
   * Returns a key that is the same for every attempt at this job and time, and for no other of its
   * type and tenant: what a receiver that honours idempotency keys is given.
   *
   * @return an effect's own key; for a timer its tenant, subject, name and time, in which {@code %}
   *     and {@code /} stand as {@code %25} and {@code %2F}
   */
  public String idempotencyKey() {
    Job job = attempt.claimed();
    if (job.plan().type() == JobType.EFFECT) {
      return job.name();
    }
    Subject of = job.subject();
    return Stream.of(of.tenant(), of.kind(), of.id(), job.name())
        .map(part -> part.replace("%", "%25").replace("/", "%2F")) // "1/x" is not "1" and "x"
        .collect(Collectors.joining("/", "", "@" + job.at()));
  }

  /**
   * Returns how far an earlier attempt, or this one, has come.
   *
   * @return what was last given to {@link #progress(Json.Obj)}; empty at the beginning
   */
  public Optional<Json.Obj> progress() {
    return attempt.job().status().progress();
  }

  /**
   * Keeps how far it has come, for the next attempt to go on from. Lengthens the claim, too.
   *
   * @param progress what the next attempt needs to know
   * @throws JobLost if the claim is lost: stop, somebody else goes on
   * @throws StoreException if the engine fails
   */
  public void progress(Json.Obj progress) {
    attempt.writing.lock();
    try {
      Instant now = attempt.now();
      long nanos = System.nanoTime();
      JobChange beat = attempt.beat(Optional.of(progress));
      if (attempt.cut() == Attempt.Cut.LOST || !store.change(List.of(beat)).getFirst()) {
        attempt.cutShort(Attempt.Cut.LOST);
        throw new JobLost(attempt.claimed());
      }
      attempt.extended(beat, now, nanos);
    } finally {
      attempt.writing.unlock();
    }
  }

  /**
   * Writes what the job has brought about, and that it is done, in one transaction. What the handler
   * does or throws afterwards changes nothing about that. If it is refused, the job is not done; to
   * go on, decide anew and call it with a new append. If the engine fails, nobody knows whether it was
   * written: leave it to the next attempt, which there is if it was not.
   *
   * @param append what to write, to whatever subject; this adds the job's change to it
   * @return the subject's version afterwards
   * @throws JobLost if the claim is lost: nothing is written, somebody else goes on
   * @throws StoreException as {@link Store#append} does
   * @throws IllegalStateException if it is completed already
   */
  public long complete(Append.Builder append) {
    attempt.writing.lock();
    try {
      if (completed.isPresent()) {
        throw new IllegalStateException(attempt.claimed() + " is completed already");
      }
      Settlement done = verdicts.done(attempt);
      Subject subject = append.build().subject();
      boolean recorded = JobHistory.add(append, subject, store, done);
      long version = store.append(append.change(done.change()).build());
      attempt.settle();
      completed = Optional.of(recorded ? done : done.unrecorded());
      return version;
    } catch (JobLost e) {
      if (e.job().number() == attempt.claimed().number()) {
        attempt.cutShort(Attempt.Cut.LOST);
      }
      throw e;
    } finally {
      attempt.writing.unlock();
    }
  }

  /**
   * Returns when the job is to happen again if this attempt succeeds now.
   *
   * @return empty if it does not recur
   */
  public Optional<Instant> next() {
    return verdicts.next(attempt);
  }

  Optional<Settlement> completed() {
    return completed;
  }
}
