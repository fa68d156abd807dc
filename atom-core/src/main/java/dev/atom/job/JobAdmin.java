package dev.atom.job;

import dev.atom.store.Append;
import dev.atom.store.EventRange;
import dev.atom.store.Job;
import dev.atom.store.JobChange;
import dev.atom.store.JobLost;
import dev.atom.store.JobQuery;
import dev.atom.store.JobState;
import dev.atom.store.JobType;
import dev.atom.store.NewJob;
import dev.atom.store.Store;
import dev.atom.store.Subject;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Looks at jobs and decides about them, for screens and operators. Works on any host, also one that
 * runs no jobs.
 *
 * <p>What changes a job takes it as it was read and answers false if somebody else has claimed or
 * changed it since: read it again. A change that does not fit the state it was read in is an {@link
 * IllegalArgumentException}. Thread-safe.
 */
public final class JobAdmin {
  private static final int PAGE = 100;

  private final Store store;
  private final Consumer<Job> changed;

  JobAdmin(Store store, Consumer<Job> changed) {
    this.store = store;
    this.changed = changed;
  }

  /**
   * Returns the administration of a store's jobs. That of {@link Jobs#admin} has its own host know at
   * once; other hosts learn of a change by their next heart-beat or poll.
   *
   * @param store keeps the jobs
   * @return the administration
   */
  public static JobAdmin of(Store store) {
    return new JobAdmin(Objects.requireNonNull(store, "store"), job -> {});
  }

  /**
   * Finds a timer.
   *
   * @param subject whose
   * @param name which
   * @return the timer as it is
   */
  public Optional<Job> timer(Subject subject, String name) {
    return store.jobs(JobQuery.of(subject).name(name)).stream()
        .filter(job -> job.plan().type() == JobType.TIMER)
        .findFirst();
  }

  /**
   * Finds an effect.
   *
   * @param tenant the tenant's id
   * @param key its idempotency key
   * @return the effect as it is
   */
  public Optional<Job> effect(String tenant, String key) {
    for (JobQuery page = JobQuery.of(tenant).name(key); ; ) {
      List<Job> jobs = store.jobs(page);
      Optional<Job> found =
          jobs.stream().filter(job -> job.plan().type() == JobType.EFFECT).findFirst();
      if (found.isPresent() || jobs.size() < page.limit()) {
        return found;
      }
      page = page.after(jobs.getLast().number()); // many subjects may have a timer of that name
    }
  }

  /**
   * Lists jobs.
   *
   * @param query which
   * @return in the order in which they were planned
   */
  public List<Job> list(JobQuery query) {
    return store.jobs(query);
  }

  /**
   * Lists the first hundred of a kind that stand somewhere, such as its dead letters.
   *
   * @param kind the kind
   * @param state where they stand
   * @return in the order in which they were planned
   */
  public List<Job> list(String kind, JobState state) {
    return store.jobs(JobQuery.all().kinds(Set.of(kind)).states(state));
  }

  /**
   * Has a job wait until it is resumed. If it is running, its run is cancelled, and that attempt is
   * one of which nobody knows how far it came: what is blind is not repeated when it is resumed.
   *
   * @param job a waiting or running job
   * @return whether it was paused
   */
  public boolean pause(Job job) {
    return change(JobChange.pause(job));
  }

  /**
   * Ends a pause. The job is due when it was planned for; if that has passed, it is due at once, and
   * what recurs follows its {@link MissedRuns}.
   *
   * @param job a paused job
   * @return whether it was resumed
   */
  public boolean resume(Job job) {
    return change(JobChange.resume(job));
  }

  /**
   * Makes a job due at once. What recurs keeps its times. If it is running, that run is cancelled and
   * it begins anew.
   *
   * @param job a job that is not done
   * @return whether it is due now
   */
  public boolean runNow(Job job) {
    if (job.plan().schedule().isEmpty()) {
      return change(JobChange.runNow(job));
    }
    NewJob plan = job.plan();
    NewJob now =
        new NewJob(
            plan.type(),
            plan.name(),
            plan.kind(),
            plan.payload(),
            Optional.empty(),
            plan.priority(),
            plan.schedule());
    try {
      store.append(Append.to(job.subject()).change(JobChange.remove(job)).plan(now).build());
    } catch (JobLost e) {
      return false;
    }
    changed.accept(job);
    return true;
  }

  /**
   * Tries a dead letter again, or a job of which nobody knows whether it happened; its attempts are
   * counted from the beginning.
   *
   * @param job a dead job or one whose fate is unknown
   * @return whether it is due now
   */
  public boolean replay(Job job) {
    in(job, JobState.DEAD, JobState.UNKNOWN);
    return change(JobChange.runNow(job));
  }

  /**
   * Tries all dead letters of a kind again.
   *
   * @param kind the kind
   * @return how many are due now
   */
  public int replayAll(String kind) {
    JobQuery page = JobQuery.all().kinds(Set.of(kind)).states(JobState.DEAD).limit(PAGE);
    int replayed = 0;
    while (true) {
      List<Job> dead = store.jobs(page);
      List<Boolean> made = store.change(dead.stream().map(JobChange::runNow).toList());
      replayed += (int) made.stream().filter(m -> m).count();
      if (dead.size() < PAGE) {
        dead.stream().findFirst().ifPresent(changed);
        return replayed;
      }
      changed.accept(dead.getFirst());
      page = page.after(dead.getLast().number());
    }
  }

  /**
   * Decides that a job whose fate was unknown has happened: it is done.
   *
   * @param job a job whose fate is unknown
   * @return whether it was changed
   */
  public boolean happened(Job job) {
    in(job, JobState.UNKNOWN);
    return change(JobChange.done(job));
  }

  /**
   * Decides that a job has not happened and shall not: it is dead.
   *
   * @param job a job whose fate is unknown
   * @param why kept with the job, so without secrets
   * @return whether it was changed
   */
  public boolean giveUp(Job job, String why) {
    in(job, JobState.UNKNOWN);
    return change(JobChange.dead(job, why));
  }

  /**
   * Removes a job in whatever state it is. If it is running, its run is cancelled; an effect's key can
   * be used again.
   *
   * @param job any job
   * @return whether it was removed
   */
  public boolean remove(Job job) {
    return change(JobChange.remove(job));
  }

  /**
   * Reads a kind's history; see {@link JobKind.Builder#history}.
   *
   * @param tenant the tenant's id
   * @param kind the kind
   * @param limit the most runs, 1 or more
   * @return the last runs, in the order in which they ended
   */
  public List<JobRecord> history(String tenant, String kind, int limit) {
    return store.read(JobHistory.subject(tenant, kind), EventRange.last(limit)).stream()
        .map(event -> JobHistory.read(tenant, event))
        .toList();
  }

  private static void in(Job job, JobState... states) {
    if (!List.of(states).contains(job.status().state())) {
      throw new IllegalArgumentException(
          job + " is " + job.status().state() + ", not " + List.of(states));
    }
  }

  private boolean change(JobChange change) {
    boolean made = store.change(List.of(change)).getFirst();
    if (made) {
      changed.accept(change.job());
    }
    return made;
  }
}
