package dev.atom.jdbc;

import dev.atom.jdbc.connection.Session;
import dev.atom.json.Json;
import dev.atom.store.Job;
import dev.atom.store.JobChange;
import dev.atom.store.JobQuery;
import dev.atom.store.JobState;
import dev.atom.store.JobType;
import dev.atom.store.NewJob;
import dev.atom.store.Subject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The jobs: planned, changed and looked at. */
final class SqliteJobs {
  private static final String EFFECT =
      "INSERT INTO #jobs ("
          + JobRow.PLANNED
          + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
          + " ON CONFLICT DO NOTHING";

  /** A timer of that name gives way, and the fence goes on from its own. */
  private static final String TIMER =
      "INSERT OR REPLACE INTO #jobs ("
          + JobRow.PLANNED
          + ", fence) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, coalesce("
          + "(SELECT fence + 1 FROM #jobs WHERE tenant = ?1 AND owner = ?13 AND name = ?5), 0))";

  /** Timers by their owner, effects by an index of their own. */
  private static final String OF_SUBJECT =
      "number IN (SELECT number FROM #jobs WHERE tenant = ? AND owner = ? UNION ALL"
          + " SELECT number FROM #jobs WHERE type = 'EFFECT'"
          + " AND tenant = ? AND subject_kind = ? AND subject_id = ?) AND ";

  /** The effect at once; the timers of all the tenant's subjects are looked through. */
  private static final String NAMED =
      "number IN (SELECT number FROM #jobs WHERE tenant = ? AND owner = '' AND name = ? UNION ALL"
          + " SELECT number FROM #jobs WHERE tenant = ? AND owner > '' AND name = ?) AND ";

  private static final Set<JobState> HALTED =
      Set.of(JobState.PAUSED, JobState.DEAD, JobState.UNKNOWN);

  private SqliteJobs() {}

  /** Returns whose an effect's key is. */
  static Optional<Subject> holder(Session session, String tenant, String key) throws SQLException {
    return session.first(
        "SELECT subject_kind, subject_id FROM #jobs WHERE tenant = ? AND name = ? AND owner = ''",
        row -> new Subject(tenant, row.getString(1), row.getString(2)),
        tenant,
        key);
  }

  /** Tells whether it was planned: an effect is not, if its key is taken. */
  static boolean plan(Session session, Subject subject, NewJob job, String payload, long now)
      throws SQLException {
    @Nullable Object[] values = JobRow.planned(subject, job, payload, now);
    if (job.type() == JobType.EFFECT) {
      return session.update(EFFECT, values) == 1;
    }
    @Nullable Object[] timer = Arrays.copyOf(values, values.length + 1);
    timer[values.length] = owner(subject);
    return session.update(TIMER, timer) == 1;
  }

  static void cancel(Session session, Subject subject, String name) throws SQLException {
    session.update(
        "DELETE FROM #jobs WHERE tenant = ? AND name = ? AND owner = ?",
        subject.tenant(),
        name,
        owner(subject));
  }

  /** As the column of that name has it: names hold no line break. */
  private static String owner(Subject subject) {
    return subject.kind() + "\n" + subject.id();
  }

  /** Tells whether a job is still as somebody has read it. */
  static boolean isCurrent(Session session, Job job) throws SQLException {
    return session
        .first(
            "SELECT 1 FROM #jobs WHERE number = ? AND fence = ?",
            row -> true,
            job.number(),
            job.status().fence())
        .isPresent();
  }

  /** Makes a change if the job is still as it was read; tells whether it was. */
  static boolean change(Session session, JobChange change, long now) throws SQLException {
    long fence = change.job().status().fence();
    Optional<Job> after = change.after(Micros.instant(now));
    if (after.isEmpty()) {
      return session.update(
              "DELETE FROM #jobs WHERE number = ? AND fence = ?", change.job().number(), fence)
          == 1;
    }
    return session.update(
            "UPDATE #jobs SET " + JobRow.CHANGED + " WHERE number = ? AND fence = ?",
            JobRow.changed(after.get(), fence))
        == 1;
  }

  static List<Job> query(Session session, JobQuery query) throws SQLException {
    StringBuilder sql = new StringBuilder("SELECT " + JobRow.COLUMNS + " FROM #jobs WHERE ");
    List<@Nullable Object> values = new ArrayList<>();
    query.tenant().ifPresent(tenant -> and(sql, values, "tenant = ? AND ", tenant));
    query.name().ifPresent(name -> and(sql, values, "name = ? AND ", name));
    if (query.subject().isPresent()) {
      Subject subject = query.subject().get();
      sql.append(OF_SUBJECT);
      values.addAll(List.of(subject.tenant(), owner(subject)));
      values.addAll(List.of(subject.tenant(), subject.kind(), subject.id()));
    } else if (query.tenant().isPresent() && query.name().isPresent()) {
      sql.append(NAMED);
      values.addAll(List.of(query.tenant().get(), query.name().get()));
      values.addAll(List.of(query.tenant().get(), query.name().get()));
    }
    if (!query.kinds().isEmpty()) {
      and(sql, values, "kind IN (SELECT value FROM json_each(?)) AND ", texts(query.kinds()));
    }
    if (!query.states().isEmpty()) {
      Set<String> states =
          query.states().stream().map(JobState::name).collect(Collectors.toUnmodifiableSet());
      and(sql, values, "state IN (SELECT value FROM json_each(?)) AND ", texts(states));
      if (HALTED.containsAll(query.states())) {
        sql.append("due_at IS NULL AND state <> 'DONE' AND "); // in the words of their index
      }
    }
    and(sql, values, "number > ? ORDER BY number ", query.after());
    and(sql, values, "LIMIT ?", query.limit());
    return List.copyOf(
        session.query(sql.toString(), JobRow::of, values.toArray(new @Nullable Object[0])));
  }

  private static void and(
      StringBuilder sql, List<@Nullable Object> values, String clause, Object value) {
    sql.append(clause);
    values.add(value);
  }

  /** Returns texts as the JSON array that json_each takes apart: one statement for any number. */
  static String texts(Set<String> texts) {
    return Json.array(texts.stream().map(Json::of).toList()).toString();
  }
}
