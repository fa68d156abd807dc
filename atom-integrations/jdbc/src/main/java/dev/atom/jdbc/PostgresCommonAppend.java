package dev.atom.jdbc;

import dev.atom.jdbc.connection.Session;
import dev.atom.store.Append;
import dev.atom.store.JobType;
import dev.atom.store.NewEvent;
import dev.atom.store.NewJob;
import dev.atom.store.Subject;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The most frequent appends, a few events and perhaps a few jobs, as one plain statement: that costs
 * the server less than the function that can do all. It writes all or nothing, but can't say why it
 * wrote nothing, and an effect's key that is held may be an error: both are for the function to say.
 */
final class PostgresCommonAppend {
  private static final int MOST_EVENTS = 8;
  private static final int MOST_JOBS = 4;

  private static final String JOBS =
      ", j AS (INSERT INTO #jobs AS t (number, tenant, subject_kind, subject_id, type, name, kind,"
          + " priority, payload, schedule, at, state, due_at, name_key)"
          + " SELECT nextval('#job_numbers'), s.tenant, s.kind, s.id, v.type, v.name, v.kind,"
          + " v.priority, v.payload, v.schedule, v.at, 'WAITING', v.at, v.name_key FROM s, (VALUES ";

  /** Moves a timer. An effect can't be moved: no type is null, so that it fails. */
  private static final String MOVED =
      " ON CONFLICT (name_key, tenant) DO UPDATE SET number = excluded.number,"
          + " type = CASE WHEN excluded.type = 'TIMER' THEN t.type END,"
          + " kind = excluded.kind, priority = excluded.priority, payload = excluded.payload,"
          + " schedule = excluded.schedule, at = excluded.at, state = excluded.state,"
          + " due_at = excluded.due_at, attempts = 0, failures = 0, fence = t.fence + 1,"
          + " worker = NULL, error = NULL, progress = NULL";

  private final Append append;
  private final Subject subject;
  private final long now;
  private int index;

  PostgresCommonAppend(Append append, long now) {
    this.append = append;
    this.subject = append.subject();
    this.now = now;
  }

  static boolean fits(Append append) {
    List<NewJob> jobs = append.jobs();
    return !append.events().isEmpty()
        && append.events().size() <= MOST_EVENTS
        && jobs.size() <= MOST_JOBS
        && append.fence().isEmpty()
        && append.forgotten() == 0
        && append.cancelled().isEmpty()
        && append.changes().isEmpty()
        && append.freed().isEmpty()
        && append.taken().isEmpty()
        && haveDistinctKeys(jobs);
  }

  private static boolean haveDistinctKeys(List<NewJob> few) {
    for (int i = 1; i < few.size(); i++) {
      for (int k = 0; k < i; k++) {
        if (few.get(i).type() == JobType.EFFECT
            && few.get(k).type() == JobType.EFFECT
            && few.get(i).name().equals(few.get(k).name())) {
          return false;
        }
      }
    }
    return true;
  }

  /**
   * Returns the subject's version afterwards; empty if nothing was written.
   *
   * @param statements what was made before, by shape; at most some hundreds
   */
  OptionalLong run(Session session, Map<Integer, String> statements) throws SQLException {
    String sql = statements.computeIfAbsent(shape(), shape -> session.tables().sql(sql()));
    try (PreparedStatement statement = session.connection().prepareStatement(sql)) {
      set(statement);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
      }
    }
  }

  private int shape() {
    int shape = append.events().size();
    shape = 3 * shape + (append.expectedVersion().isEmpty() ? 0 : isThere() ? 1 : 2);
    for (NewJob job : append.jobs()) {
      shape = 3 * shape + (job.type() == JobType.TIMER ? 1 : 2);
    }
    return shape << 3 | append.jobs().size();
  }

  private boolean isThere() {
    return append.expectedVersion().orElse(0) > 0;
  }

  /** The same for all appends that have as many events, and the same types of jobs. */
  private String sql() {
    int added = append.events().size();
    StringBuilder sql = new StringBuilder(2_000).append("WITH s AS (");
    head(sql, added);
    sql.append(" RETURNING number, version, changed_at, tenant, kind, id");
    sql.append("), e AS (INSERT INTO #events SELECT s.number, s.version - ")
        .append(added)
        .append(" + v.n, s.changed_at, v.type, v.actor, v.cause, v.data FROM s, (VALUES ");
    for (int i = 1; i <= added; i++) {
      sql.append(i == 1 ? "(" : ", (").append(i).append(", ?, ?, ?, ?)");
    }
    sql.append(") AS v(n, type, actor, cause, data))");
    jobs(sql);
    return sql.append(" SELECT version FROM s").toString();
  }

  private void jobs(StringBuilder sql) {
    if (!append.jobs().isEmpty()) {
      sql.append(JOBS);
      String comma = "";
      for (NewJob job : append.jobs()) {
        sql.append(comma).append("('").append(job.type().name()).append("', ?, ?, ?, ?, ?, ?, ?)");
        comma = ", ";
      }
      sql.append(") AS v(type, name, kind, priority, payload, schedule, at, name_key)");
      if (hasTimer()) {
        sql.append(MOVED);
      }
      sql.append(')');
    }
  }

  private boolean hasTimer() {
    return append.jobs().stream().anyMatch(job -> job.type() == JobType.TIMER);
  }

  private void head(StringBuilder sql, int added) {
    if (isThere()) {
      sql.append("UPDATE #subjects s SET version = s.version + ").append(added);
      sql.append(", changed_at = greatest(s.changed_at, ?)");
      sql.append(" WHERE s.tenant = ? AND s.kind = ? AND s.id = ? AND s.version = ?");
      return;
    }
    sql.append(
        "INSERT INTO #subjects AS s (tenant, kind, id, version, changed_at) SELECT ?, ?, ?, ");
    sql.append(added).append(", ?");
    if (append.expectedVersion().isEmpty()) {
      free(sql);
    }
    sql.append(
        " ON CONFLICT (tenant, kind, id) DO UPDATE SET version = s.version + excluded.version");
    sql.append(", changed_at = greatest(s.changed_at, excluded.changed_at)");
    if (append.expectedVersion().isPresent()) {
      sql.append(" WHERE s.version = 0");
    }
  }

  /**
   * Looks for effects' keys that are held, so that these are no errors in the server's log. Where a
   * version is expected, what is repeated fails by that, and a look would cost every append.
   */
  private void free(StringBuilder sql) {
    String word = " WHERE ";
    for (NewJob job : append.jobs()) {
      if (job.type() == JobType.EFFECT) {
        sql.append(word).append("NOT EXISTS (SELECT 1 FROM #jobs h");
        sql.append(" WHERE h.tenant = ? AND h.name_key = ?)");
        word = " AND ";
      }
    }
  }

  private void set(PreparedStatement statement) throws SQLException {
    if (isThere()) {
      statement.setLong(++index, now);
    }
    text(statement, subject.tenant());
    text(statement, subject.kind());
    text(statement, subject.id());
    statement.setLong(++index, isThere() ? append.expectedVersion().getAsLong() : now);
    for (NewJob job : append.jobs()) {
      if (append.expectedVersion().isEmpty() && job.type() == JobType.EFFECT) {
        text(statement, subject.tenant());
        text(statement, IndexKey.of(subject, job));
      }
    }
    for (NewEvent event : append.events()) {
      text(statement, event.type());
      text(statement, event.actor());
      text(statement, event.cause().orElse(null));
      text(statement, JsonColumn.text(event.data()));
    }
    for (NewJob job : append.jobs()) {
      set(statement, job);
    }
  }

  private void set(PreparedStatement statement, NewJob job) throws SQLException {
    text(statement, job.name());
    text(statement, job.kind());
    statement.setInt(++index, JobRow.rank(job.priority()));
    text(statement, JsonColumn.text(job.payload()));
    text(statement, job.schedule().orElse(null));
    statement.setLong(++index, job.at().map(Micros::of).orElse(now));
    text(statement, IndexKey.of(subject, job));
  }

  private void text(PreparedStatement statement, @Nullable String value) throws SQLException {
    if (value == null) {
      statement.setNull(++index, Types.VARCHAR);
    } else {
      statement.setString(++index, value);
    }
  }
}
