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
 * One append. What takes time without the database is done when it is made; what it refuses within a
 * transaction that holds the write lock, it refuses before the first row is written, as others may
 * share the transaction.
 */
final class SqliteAppend {
  private final Append append;
  private final Subject subject;
  private final List<@Nullable Object[]> events;
  private final List<String> payloads;

  SqliteAppend(Append append) {
    this.append = append;
    this.subject = append.subject();
    this.events = append.events().stream().map(SqliteEvents::values).toList();
    this.payloads = append.jobs().stream().map(job -> JsonColumn.text(job.payload())).toList();
  }

  /** Writes it and returns the subject's version afterwards. */
  long run(Session session, long now) throws SQLException {
    return new Writing(session, now).run();
  }

  /** One try to write it. */
  private final class Writing {
    private final Session session;
    private final long now;

    Writing(Session session, long now) {
      this.session = session;
      this.now = now;
    }

    long run() throws SQLException {
      checkFence();
      SqliteEvents.Head head = SqliteEvents.head(session, subject);
      long expected = append.expectedVersion().orElse(head.version());
      if (expected != head.version()) {
        throw new VersionConflict(subject, expected, head.version());
      }
      for (Append.Taking taking : append.taken()) {
        if (!append.freed().contains(taking.key())) {
          SqliteKeys.requireFree(session, taking.key(), now);
        }
      }
      if (!isCheckedByPlanning()) {
        checkEffects();
      }
      for (JobChange change : append.changes()) {
        if (!SqliteJobs.isCurrent(session, change.job())) {
          throw new JobLost(change.job());
        }
      }
      return write(head);
    }

    /**
     * Whether an effect is the first that would be written, and the only one: then planning it is
     * the check, and the last. It is the usual append, and saves a statement.
     */
    private boolean isCheckedByPlanning() {
      List<NewJob> jobs = append.jobs();
      return append.changes().isEmpty()
          && append.cancelled().isEmpty()
          && !jobs.isEmpty()
          && jobs.stream().skip(1).allMatch(job -> job.type() == JobType.TIMER);
    }

    private long write(SqliteEvents.Head head) throws SQLException {
      for (JobChange change : append.changes()) {
        SqliteJobs.change(session, change, now);
      }
      for (String name : append.cancelled()) {
        SqliteJobs.cancel(session, subject, name);
      }
      for (int i = 0; i < payloads.size(); i++) {
        NewJob job = append.jobs().get(i);
        if (!SqliteJobs.plan(session, subject, job, payloads.get(i), now)) {
          throw taken(job.name(), SqliteJobs.holder(session, subject.tenant(), job.name()));
        }
      }
      for (UniqueKey key : append.freed()) {
        SqliteKeys.free(session, key);
      }
      for (Append.Taking taking : append.taken()) {
        SqliteKeys.take(session, taking, now);
      }
      long version =
          append.events().isEmpty()
              ? head.version()
              : SqliteEvents.add(session, subject, head, events, now);
      if (append.forgotten() > 0) {
        SqliteEvents.forget(session, subject, append.forgotten(), version);
      }
      return version;
    }

    private void checkFence() throws SQLException {
      if (append.fence().isPresent() && !LeaseRow.isHeld(session, append.fence().get(), now)) {
        throw new FenceLost(append.fence().get());
      }
    }

    private void checkEffects() throws SQLException {
      Set<String> own = new HashSet<>();
      for (NewJob job : append.jobs()) {
        if (job.type() == JobType.EFFECT) {
          Optional<Subject> holder = SqliteJobs.holder(session, subject.tenant(), job.name());
          if (holder.isPresent() || !own.add(job.name())) {
            throw taken(job.name(), holder);
          }
        }
      }
    }

    private UniqueKeyTaken taken(String name, Optional<Subject> holder) {
      UniqueKey key = new UniqueKey(subject.tenant(), UniqueKeyTaken.EFFECTS, name);
      return new UniqueKeyTaken(key, holder.orElse(subject).toString());
    }
  }
}
