package dev.atom.jdbc;

import dev.atom.jdbc.connection.Session;
import dev.atom.store.Job;
import dev.atom.store.JobChange;
import dev.atom.store.NewJob;
import dev.atom.store.Subject;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The jobs: planned, changed and looked at. */
final class MariaJobs {
  private static final String INSERT =
      "INSERT IGNORE INTO #jobs ("
          + JobRow.PLANNED
          + ", name_key, number)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NEXTVAL(#job_numbers))";

  private static final String MOVE =
      "UPDATE #jobs SET number = NEXTVAL(#job_numbers), kind = ?, priority = ?, payload = ?,"
          + " schedule = ?, at = ?, state = ?, due_at = ?, attempts = 0, failures = 0,"
          + " fence = fence + 1, worker = NULL, error = NULL, progress = NULL WHERE number = ?";

  /** Where in {@link JobRow#PLANNED} what moves with a timer begins. */
  private static final int MOVED = 5;

  private MariaJobs() {}

  /** Returns whose an effect's key is; waits for a transaction that plans it just now. */
  static Optional<Subject> holder(Session session, String tenant, String key) throws SQLException {
    return session.first(
        "SELECT subject_kind, subject_id FROM #jobs WHERE name_key = ? AND tenant = ?"
            + " LOCK IN SHARE MODE",
        row -> new Subject(tenant, row.getString(1), row.getString(2)),
        IndexKey.of(key),
        tenant);
  }

  /** Plans an effect; returns whose its key is, empty if it was free. */
  static Optional<Subject> planEffect(
      Session session, Subject subject, NewJob effect, @Nullable Object[] values)
      throws SQLException {
    while (session.update(INSERT, values) == 0) {
      Optional<Subject> holder = holder(session, subject.tenant(), effect.name());
      if (holder.isPresent()) {
        return holder;
      }
    }
    return Optional.empty();
  }

  /** Plans a timer; one of that name is moved, and its fence goes on. */
  static void planTimer(Session session, Subject subject, @Nullable Object[] values)
      throws SQLException {
    Object key = Objects.requireNonNull(values[values.length - 1]);
    Optional<Long> seen = number(session, subject, key, "");
    if (seen.isEmpty() && session.update(INSERT, values) == 1) {
      return;
    }
    Optional<Long> locked = lockTimer(session, subject, key, seen);
    while (locked.isEmpty() && session.update(INSERT, values) == 0) {
      locked = lockTimer(session, subject, key, Optional.empty());
    }
    if (locked.isPresent()) {
      @Nullable Object[] moved = Arrays.copyOfRange(values, MOVED, values.length);
      moved[moved.length - 1] = locked.get();
      session.update(MOVE, moved);
    }
  }

  /**
   * Locks a timer by its number, as everybody else locks jobs; where somebody was first, or a host's
   * transaction sees the rows of an earlier instant, by its name.
   */
  private static Optional<Long> lockTimer(
      Session session, Subject subject, Object key, Optional<Long> seen) throws SQLException {
    if (seen.isPresent()) {
      Optional<Long> locked =
          session.first(
              "SELECT number FROM #jobs FORCE INDEX (#jobs_number)"
                  + " WHERE number = ? AND name_key = ? AND tenant = ? FOR UPDATE",
              row -> row.getLong(1),
              seen.get(),
              key,
              subject.tenant());
      if (locked.isPresent()) {
        return locked;
      }
    }
    return number(session, subject, key, " FOR UPDATE");
  }

  private static Optional<Long> number(Session session, Subject subject, Object key, String lock)
      throws SQLException {
    return session.first(
        "SELECT number FROM #jobs WHERE name_key = ? AND tenant = ?" + lock,
        row -> row.getLong(1),
        key,
        subject.tenant());
  }

  /** Returns a new job's values: made before any lock is taken. */
  static @Nullable Object[] values(Subject subject, NewJob job, long now) {
    @Nullable Object[] planned = JobRow.planned(subject, job, now);
    @Nullable Object[] values = Arrays.copyOf(planned, planned.length + 1);
    values[planned.length] = IndexKey.of(subject, job);
    return values;
  }

  static void cancel(Session session, Subject subject, String name) throws SQLException {
    String key = IndexKey.timer(subject, name);
    Optional<Long> locked = lockTimer(session, subject, key, number(session, subject, key, ""));
    if (locked.isPresent()) {
      session.update("DELETE FROM #jobs WHERE number = ?", locked.get());
    }
  }

  /** Locks jobs, the lowest number first, and returns those that are as they were read. */
  static List<JobChange> current(Session session, List<JobChange> changes) throws SQLException {
    if (changes.isEmpty()) {
      return List.of();
    }
    List<Long> numbers = changes.stream().map(change -> change.job().number()).sorted().toList();
    Map<Long, Long> fences = new HashMap<>();
    session.query(
        "SELECT number, fence FROM #jobs FORCE INDEX (#jobs_number) WHERE number IN "
            + marks(numbers.size())
            + " ORDER BY number FOR UPDATE",
        row -> {
          fences.put(row.getLong(1), row.getLong(2));
          return true;
        },
        numbers.toArray());
    return changes.stream()
        .filter(
            change ->
                Long.valueOf(change.job().status().fence())
                    .equals(fences.get(change.job().number())))
        .toList();
  }

  /** Makes changes of jobs that are locked and as they were read. */
  static void change(Session session, List<JobChange> changes, long now) throws SQLException {
    Instant time = Micros.instant(now);
    String removal = "DELETE FROM #jobs WHERE number = ? AND fence = ?";
    String update = "UPDATE #jobs SET " + JobRow.CHANGED + " WHERE number = ? AND fence = ?";
    List<@Nullable Object[]> removed = new ArrayList<>();
    List<@Nullable Object[]> updated = new ArrayList<>();
    for (JobChange change : changes) {
      long fence = change.job().status().fence();
      Optional<Job> after = change.after(time);
      if (after.isEmpty()) {
        removed.add(new Object[] {change.job().number(), fence});
      } else {
        updated.add(JobRow.changed(after.get(), fence));
      }
    }
    all(session, removal, removed);
    all(session, update, updated);
  }

  /** Runs a statement for many rows, which the driver sends in one go. */
  private static void all(Session session, String sql, List<@Nullable Object[]> rows)
      throws SQLException {
    if (rows.size() == 1) {
      session.update(sql, rows.getFirst());
    } else if (!rows.isEmpty()) {
      PreparedStatement statement = session.batch(sql);
      for (@Nullable Object[] row : rows) {
        for (int i = 0; i < row.length; i++) {
          if (row[i] == null) {
            statement.setNull(i + 1, Types.NULL);
          } else {
            statement.setObject(i + 1, row[i]);
          }
        }
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  static String marks(int count) {
    return "(" + String.join(", ", Collections.nCopies(count, "?")) + ")";
  }
}
