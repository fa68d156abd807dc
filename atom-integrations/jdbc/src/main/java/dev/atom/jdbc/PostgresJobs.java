package dev.atom.jdbc;

import dev.atom.jdbc.connection.Session;
import dev.atom.store.Claimed;
import dev.atom.store.Job;
import dev.atom.store.JobChange;
import dev.atom.store.JobClaim;
import dev.atom.store.JobLimit;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The jobs: claimed, changed and looked at. */
final class PostgresJobs {
  private PostgresJobs() {}

  /** A row of a claim's answer: a job, or when the next is due. */
  private record Row(Optional<Job> job, Optional<Instant> nextDue) {}

  static Claimed claim(Session session, JobClaim claim, Instant now) throws SQLException {
    List<String> kinds = claim.kinds().stream().sorted().toList();
    FunctionCall call =
        new FunctionCall(JobRow.COLUMNS, session.tables().sql("#claim"))
            .with("p_now", Micros.of(now))
            .with("p_until", Micros.of(now.plus(claim.time())))
            .with("p_worker", claim.worker())
            .with("p_kinds", Column.text(kinds, kind -> kind))
            .with("p_limit", claim.limit());
    List<String> limited = kinds.stream().filter(claim.limits()::containsKey).toList();
    if (!limited.isEmpty()) {
      call.with("l_kinds", Column.text(limited, kind -> kind))
          .with("l_running", Column.integer(limited, kind -> limit(claim, kind).running()))
          .with("l_tenant", Column.integer(limited, kind -> limit(claim, kind).runningPerTenant()));
    }
    List<Job> jobs = new ArrayList<>();
    Optional<Instant> next = Optional.empty();
    for (Row row : call.rows(session.connection(), PostgresJobs::claimed)) {
      row.job().ifPresent(jobs::add);
      next = next.or(row::nextDue);
    }
    return new Claimed(jobs, next);
  }

  private static JobLimit limit(JobClaim claim, String kind) {
    return Objects.requireNonNull(claim.limits().get(kind));
  }

  private static Row claimed(ResultSet row) throws SQLException {
    row.getLong(1);
    if (!row.wasNull()) {
      return new Row(Optional.of(JobRow.of(row)), Optional.empty());
    }
    long due = row.getLong(13);
    return new Row(
        Optional.empty(), row.wasNull() ? Optional.empty() : Optional.of(Micros.instant(due)));
  }

  /** Makes changes, the lowest number first, so that two batches don't wait for each other. */
  static List<Boolean> change(Session session, List<JobChange> changes, long now)
      throws SQLException {
    if (changes.isEmpty()) {
      return List.of();
    }
    List<JobChange> sorted =
        changes.stream().sorted(Comparator.comparingLong(c -> c.job().number())).toList();
    FunctionCall call = new FunctionCall("*", session.tables().sql("#change"));
    changes(call, sorted, now);
    Set<Long> made = new HashSet<>(call.rows(session.connection(), row -> row.getLong(1)));
    return changes.stream().map(change -> made.contains(change.job().number())).toList();
  }

  /** What a change makes of a job; nothing if it removes it. */
  private record Change(Job read, @Nullable Job after) {
    static Change of(JobChange change, Instant now) {
      return new Change(change.job(), change.after(now).orElse(null));
    }

    Job.Status status() {
      return after == null ? read.status() : after.status();
    }

    long at() {
      return Micros.of(after == null ? read.at() : after.at());
    }
  }

  static void changes(FunctionCall call, List<JobChange> changes, long now) {
    Instant time = Micros.instant(now);
    List<Change> rows = changes.stream().map(change -> Change.of(change, time)).toList();
    call.with("c_number", Column.bigint(rows, row -> row.read().number()))
        .with("c_old", Column.bigint(rows, row -> row.read().status().fence()))
        .with("c_removed", Column.bool(rows, row -> row.after() == null));
    if (rows.stream().allMatch(row -> row.after() == null)) {
      return;
    }
    call.with("c_at", Column.bigint(rows, Change::at))
        .with("c_state", Column.text(rows, row -> row.status().state().name()))
        .with(
            "c_due", Column.bigint(rows, row -> row.status().dueAt().map(Micros::of).orElse(null)))
        .with("c_attempts", Column.integer(rows, row -> row.status().attempts()))
        .with("c_failures", Column.integer(rows, row -> row.status().failures()))
        .with("c_fence", Column.bigint(rows, row -> row.status().fence()))
        .with("c_worker", Column.text(rows, row -> row.status().worker().orElse(null)))
        .with("c_error", Column.text(rows, row -> row.status().error().orElse(null)))
        .with(
            "c_progress",
            Column.text(rows, row -> row.status().progress().map(JsonColumn::text).orElse(null)));
  }
}
