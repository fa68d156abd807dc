package dev.atom.jdbc;

import dev.atom.jdbc.connection.PostgresFailures;
import dev.atom.jdbc.connection.Session;
import dev.atom.jdbc.connection.Tables;
import dev.atom.store.Append;
import dev.atom.store.FenceLost;
import dev.atom.store.JobLost;
import dev.atom.store.JobType;
import dev.atom.store.Lease;
import dev.atom.store.NewEvent;
import dev.atom.store.NewJob;
import dev.atom.store.StoreException;
import dev.atom.store.Subject;
import dev.atom.store.UniqueKey;
import dev.atom.store.UniqueKeyTaken;
import dev.atom.store.VersionConflict;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** One append as one call of the database's function, which says how it went. */
final class PostgresAppend {
  private static final int GONE = 6;

  private final Tables tables;
  private final Append append;
  private final Subject subject;
  private final long now;

  private record Outcome(int status, long version, int index, @Nullable String holder) {
    static Outcome of(ResultSet row) throws SQLException {
      return new Outcome(row.getInt(1), row.getLong(2), row.getInt(3), row.getString(4));
    }
  }

  PostgresAppend(Tables tables, Append append, long now) {
    this.tables = tables;
    this.append = append;
    this.subject = append.subject();
    this.now = now;
  }

  /** Writes it as a transaction of its own and returns the subject's version afterwards. */
  long runAlone(Session session, Map<Integer, String> statements) throws SQLException {
    if (PostgresCommonAppend.fits(append)) {
      try {
        OptionalLong version = new PostgresCommonAppend(append, now).run(session, statements);
        if (version.isPresent()) {
          return version.getAsLong();
        }
      } catch (SQLException e) {
        if (!PostgresFailures.isTaken(e)) {
          throw e;
        }
      }
    }
    return run(session.connection());
  }

  /** Writes it, within a transaction or as one, and returns the subject's version afterwards. */
  long run(Connection connection) throws SQLException {
    while (true) {
      Outcome outcome = call().rows(connection, Outcome::of).getFirst();
      if (outcome.status() == 0) {
        return outcome.version();
      }
      if (outcome.status() != GONE) {
        throw refusal(outcome);
      }
    }
  }

  private StoreException refusal(Outcome outcome) {
    int index = outcome.index() - 1;
    return switch (outcome.status()) {
      case 1 -> new FenceLost(append.fence().orElseThrow());
      case 2 ->
          new VersionConflict(subject, append.expectedVersion().orElseThrow(), outcome.version());
      case 3 -> new UniqueKeyTaken(append.taken().get(index).key(), holder(outcome));
      case 4 -> {
        String name = append.jobs().get(index).name();
        UniqueKey key = new UniqueKey(subject.tenant(), UniqueKeyTaken.EFFECTS, name);
        yield new UniqueKeyTaken(key, holder(outcome));
      }
      case 5 -> new JobLost(append.changes().get(index).job());
      default ->
          throw new IllegalStateException("append answers with a status of " + outcome.status());
    };
  }

  private static String holder(Outcome outcome) {
    return outcome.holder() == null ? "" : outcome.holder();
  }

  private FunctionCall call() {
    FunctionCall call =
        new FunctionCall("o_status, o_version, o_index, o_holder", tables.sql("#append"))
            .with("p_now", now)
            .with("p_tenant", subject.tenant())
            .with("p_kind", subject.kind())
            .with("p_id", subject.id());
    append.expectedVersion().ifPresent(version -> call.with("p_expected", version));
    if (append.forgotten() > 0) {
      call.with("p_forget", append.forgotten());
    }
    append.fence().ifPresent(lease -> lease(call, lease));
    if (!append.events().isEmpty()) {
      events(call, append.events());
    }
    keys(call);
    if (!append.jobs().isEmpty()) {
      jobs(call, append.jobs());
    }
    if (!append.cancelled().isEmpty()) {
      List<String> names = List.copyOf(append.cancelled());
      call.with("x_key", Column.text(names, name -> IndexKey.timer(subject, name)));
    }
    if (!append.changes().isEmpty()) {
      PostgresJobs.changes(call, append.changes(), now);
    }
    return call;
  }

  private static void lease(FunctionCall call, Lease lease) {
    call.with("l_tenant", lease.tenant())
        .with("l_name", lease.name())
        .with("l_owner", lease.owner())
        .with("l_fence", lease.fence());
  }

  private static void events(FunctionCall call, List<NewEvent> events) {
    call.with("e_type", Column.text(events, NewEvent::type))
        .with("e_actor", Column.text(events, NewEvent::actor))
        .with("e_cause", Column.text(events, event -> event.cause().orElse(null)))
        .with("e_data", Column.text(events, event -> JsonColumn.text(event.data())));
  }

  private void keys(FunctionCall call) {
    List<Append.Taking> taken = append.taken();
    List<UniqueKey> freed =
        append.freed().stream()
            .filter(key -> taken.stream().noneMatch(taking -> taking.key().equals(key)))
            .toList();
    if (!freed.isEmpty()) {
      call.with("f_tenant", Column.text(freed, UniqueKey::tenant))
          .with("f_space", Column.text(freed, UniqueKey::space))
          .with("f_name", Column.text(freed, key -> IndexKey.of(key.key())));
    }
    if (!taken.isEmpty()) {
      call.with("k_tenant", Column.text(taken, taking -> taking.key().tenant()))
          .with("k_space", Column.text(taken, taking -> taking.key().space()))
          .with("k_name", Column.text(taken, taking -> IndexKey.of(taking.key().key())))
          .with("k_value", Column.text(taken, Append.Taking::value))
          .with("k_freed", Column.bool(taken, taking -> append.freed().contains(taking.key())));
      if (taken.stream().anyMatch(taking -> taking.until().isPresent())) {
        call.with(
            "k_ends", Column.bigint(taken, taking -> taking.until().map(Micros::of).orElse(null)));
      }
    }
  }

  private void jobs(FunctionCall call, List<NewJob> jobs) {
    call.with("j_type", Column.text(jobs, job -> job.type().name()))
        .with("j_name", Column.text(jobs, NewJob::name))
        .with("j_kind", Column.text(jobs, NewJob::kind))
        .with("j_priority", Column.integer(jobs, job -> JobRow.rank(job.priority())))
        .with("j_payload", Column.text(jobs, job -> JsonColumn.text(job.payload())))
        .with("j_at", Column.bigint(jobs, job -> job.at().map(Micros::of).orElse(now)))
        .with("j_key", Column.text(jobs, job -> IndexKey.of(subject, job)));
    // Only timers recur, and few: a column of nothing would still have to be sent.
    if (jobs.stream().anyMatch(job -> job.type() == JobType.TIMER && job.schedule().isPresent())) {
      call.with("j_schedule", Column.text(jobs, job -> job.schedule().orElse(null)));
    }
  }
}
