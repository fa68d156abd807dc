package dev.atom.jdbc;

import dev.atom.jdbc.connection.Session;
import dev.atom.store.Append;
import dev.atom.store.FenceLost;
import dev.atom.store.JobChange;
import dev.atom.store.JobLost;
import dev.atom.store.JobType;
import dev.atom.store.NewJob;
import dev.atom.store.Subject;
import dev.atom.store.UniqueKey;
import dev.atom.store.UniqueKeyTaken;
import dev.atom.store.VersionConflict;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One append, within a transaction or after a savepoint that is rolled back if it is refused. Rows
 * are locked in this order: lease, subject, keys, changed jobs, timers to cancel, planned jobs. Every look is a lock:
 * a host's transaction may see the rows of an earlier instant.
 */
final class MariaAppend {
  private final Append append;
  private final Subject subject;
  private final long now;
  private final List<@Nullable Object[]> events;
  private final List<@Nullable Object[]> jobs;

  MariaAppend(Append append, long now) {
    this.append = append;
    this.subject = append.subject();
    this.now = now;
    this.events = append.events().stream().map(MariaEvents::values).toList();
    this.jobs = append.jobs().stream().map(job -> MariaJobs.values(subject, job, now)).toList();
  }

  /** Writes it and returns the subject's version afterwards. */
  long run(Session session) throws SQLException {
    if (append.fence().isPresent()
        && !LeaseRow.isHeld(session, append.fence().get(), now, " LOCK IN SHARE MODE")) {
      throw new FenceLost(append.fence().get());
    }
    Optional<MariaEvents.Head> head = head(session);
    takeKeys(session);
    if (!append.changes().isEmpty()) {
      change(session);
    }
    for (String name : append.cancelled()) {
      MariaJobs.cancel(session, subject, name);
    }
    plan(session);
    if (head.isEmpty()) {
      return ServerEvents.version(session, subject);
    }
    long version =
        events.isEmpty() ? head.get().version() : MariaEvents.add(session, head.get(), events, now);
    if (append.forgotten() > 0) {
      MariaEvents.forget(session, head.get(), append.forgotten(), version);
    }
    return version;
  }

  /** Locks the subject's row if the append says anything of its events. */
  private Optional<MariaEvents.Head> head(Session session) throws SQLException {
    if (events.isEmpty() && append.expectedVersion().isEmpty() && append.forgotten() == 0) {
      return Optional.empty();
    }
    MariaEvents.Head head = MariaEvents.lock(session, subject);
    long expected = append.expectedVersion().orElse(head.version());
    if (expected != head.version()) {
      throw new VersionConflict(subject, expected, head.version());
    }
    return Optional.of(head);
  }

  private void takeKeys(Session session) throws SQLException {
    for (Append.Taking taking : append.taken()) {
      if (!append.freed().contains(taking.key())) {
        MariaKeys.take(session, taking, now);
      }
    }
    for (UniqueKey key : append.freed()) {
      if (append.taken().stream().noneMatch(taking -> taking.key().equals(key))) {
        MariaKeys.free(session, key);
      }
    }
    for (Append.Taking taking : append.taken()) {
      if (append.freed().contains(taking.key())) {
        MariaKeys.put(session, taking);
      }
    }
    if (append.taken().stream().anyMatch(taking -> taking.until().isPresent())) {
      MariaKeys.removeEnded(session, now);
    }
  }

  /** What effects are refused for is looked for before: a change may free the key of one. */
  private void change(Session session) throws SQLException {
    Set<String> own = new HashSet<>();
    for (NewJob job : append.jobs()) {
      if (job.type() == JobType.EFFECT) {
        Optional<Subject> holder = MariaJobs.holder(session, subject.tenant(), job.name());
        if (holder.isPresent() || !own.add(job.name())) {
          throw taken(job, holder.orElse(subject));
        }
      }
    }
    List<JobChange> current = MariaJobs.current(session, append.changes());
    for (JobChange change : append.changes()) {
      if (!current.contains(change)) {
        throw new JobLost(change.job());
      }
    }
    MariaJobs.change(session, current, now);
  }

  /** In the order of the append, which is that of the jobs' numbers. */
  private void plan(Session session) throws SQLException {
    for (int i = 0; i < jobs.size(); i++) {
      NewJob job = append.jobs().get(i);
      if (job.type() == JobType.TIMER) {
        MariaJobs.planTimer(session, subject, jobs.get(i));
      } else {
        Optional<Subject> holder = MariaJobs.planEffect(session, subject, job, jobs.get(i));
        if (holder.isPresent()) {
          throw taken(job, holder.get());
        }
      }
    }
  }

  private UniqueKeyTaken taken(NewJob job, Subject holder) {
    return new UniqueKeyTaken(
        new UniqueKey(subject.tenant(), UniqueKeyTaken.EFFECTS, job.name()), holder.toString());
  }
}
