package dev.atom.jdbc;

import dev.atom.json.Json;
import dev.atom.store.Job;
import dev.atom.store.JobState;
import dev.atom.store.JobType;
import dev.atom.store.NewJob;
import dev.atom.store.Priority;
import dev.atom.store.Subject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A job as a row of columns with the same names in every database. */
final class JobRow {
  /** What {@link #of} reads, in this order. */
  static final String COLUMNS =
      "number, tenant, subject_kind, subject_id, type, name, kind, priority, payload, schedule, at,"
          + " state, due_at, attempts, failures, fence, worker, error, progress";

  /** What {@link #planned} gives values for, in this order. The fence of a new job is 0. */
  static final String PLANNED =
      "tenant, subject_kind, subject_id, type, name, kind, priority, payload, schedule, at, state,"
          + " due_at";

  /** What {@link #changed} gives values for, in this order: all that a change can touch. */
  static final String CHANGED =
      "at = ?, state = ?, due_at = ?, attempts = ?, failures = ?, fence = ?, worker = ?, error = ?,"
          + " progress = ?";

  private JobRow() {}

  static Job of(ResultSet row) throws SQLException {
    Subject subject = new Subject(row.getString(2), row.getString(3), row.getString(4));
    NewJob plan =
        new NewJob(
            JobType.valueOf(row.getString(5)),
            row.getString(6),
            row.getString(7),
            JsonColumn.object(row.getString(9)),
            Optional.of(Micros.instant(row.getLong(11))),
            priority(row.getInt(8)),
            Optional.ofNullable(row.getString(10)));
    return new Job(row.getLong(1), subject, plan, status(row));
  }

  private static Job.Status status(ResultSet row) throws SQLException {
    long due = row.getLong(13);
    Optional<Instant> dueAt = row.wasNull() ? Optional.empty() : Optional.of(Micros.instant(due));
    return new Job.Status(
        JobState.valueOf(row.getString(12)),
        dueAt,
        row.getInt(14),
        row.getInt(15),
        row.getLong(16),
        Optional.ofNullable(row.getString(17)),
        Optional.ofNullable(row.getString(18)),
        Optional.ofNullable(row.getString(19)).map(JsonColumn::object));
  }

  /** Returns the values of a job that is planned now, in the order of {@link #PLANNED}. */
  static @Nullable Object[] planned(Subject subject, NewJob job, long now) {
    return planned(subject, job, JsonColumn.text(job.payload()), now);
  }

  /** Returns the same with a payload that is text already. */
  static @Nullable Object[] planned(Subject subject, NewJob job, String payload, long now) {
    long at = job.at().map(Micros::of).orElse(now);
    return new @Nullable Object[] {
      subject.tenant(),
      subject.kind(),
      subject.id(),
      job.type().name(),
      job.name(),
      job.kind(),
      rank(job.priority()),
      payload,
      job.schedule().orElse(null),
      at,
      JobState.WAITING.name(),
      at
    };
  }

  /**
   * Returns the values of a changed job, in the order of {@link #CHANGED}, then the number and the
   * fence that the row must still have.
   */
  static @Nullable Object[] changed(Job after, long fence) {
    Job.Status status = after.status();
    return new @Nullable Object[] {
      Micros.of(after.at()),
      status.state().name(),
      status.dueAt().map(Micros::of).orElse(null),
      status.attempts(),
      status.failures(),
      status.fence(),
      status.worker().orElse(null),
      status.error().orElse(null),
      status.progress().map((Json.Obj progress) -> JsonColumn.text(progress)).orElse(null),
      after.number(),
      fence
    };
  }

  /** Returns a priority as the column has it: the lowest is claimed first. */
  static int rank(Priority priority) {
    return switch (priority) {
      case REAL_TIME -> 0;
      case BACKGROUND -> 1;
      case ANALYTICS -> 2;
    };
  }

  private static Priority priority(int rank) {
    return switch (rank) {
      case 0 -> Priority.REAL_TIME;
      case 1 -> Priority.BACKGROUND;
      default -> Priority.ANALYTICS;
    };
  }
}
