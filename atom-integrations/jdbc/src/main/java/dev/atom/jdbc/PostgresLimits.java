package dev.atom.jdbc;

import dev.atom.jdbc.connection.PostgresConnections;
import dev.atom.jdbc.connection.Session;
import dev.atom.jdbc.connection.Tables;
import dev.atom.limit.Buckets;
import dev.atom.limit.Charge;
import dev.atom.limit.Rate;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import javax.sql.DataSource;

/** The buckets in PostgreSQL: a function there does what must be done at once. */
final class PostgresLimits implements LimitRows {
  private static final int CLEARED_AT_ONCE = 10_000;

  private final PostgresConnections connections;
  private final Optional<Clock> clock;

  private PostgresLimits(PostgresConnections connections, Optional<Clock> clock) {
    this.connections = connections;
    this.clock = clock;
  }

  static LimitRows open(DataSource database, Tables tables, Optional<Clock> clock) {
    PostgresConnections connections = new PostgresConnections(database, tables);
    connections.prepare(PostgresSchema::prepare);
    return new PostgresLimits(connections, clock);
  }

  @Override
  public Buckets.Taking take(List<Charge> charges, long hold) {
    return connections.write("take room under limits", session -> take(session, charges, hold));
  }

  private Buckets.Taking take(Session session, List<Charge> charges, long hold)
      throws SQLException {
    FunctionCall call =
        new FunctionCall("o_index, o_wait", session.tables().sql("#take_limits"))
            .with("b_key", Column.text(charges, charge -> IndexKey.of(charge.key())))
            .with("b_nanos", each(charges, PostgresLimits::taken))
            .with("b_part", each(charges, charge -> part(charge, charge.amount())))
            .with("b_room", each(charges, charge -> room(charge.rate())))
            .with("b_room_part", each(charges, charge -> part(charge, charge.rate().most())))
            .with("b_amount", each(charges, PostgresLimits::amount))
            .with("b_held", each(charges, PostgresLimits::held))
            .with("p_hold", hold);
    clock.ifPresent(at -> call.with("p_now", nanos(at)));
    return call.rows(
            session.connection(),
            row ->
                row.getInt(1) == 0
                    ? new Buckets.Taken(hold)
                    : new Buckets.Lacking(
                        charges.get(row.getInt(1) - 1), Duration.ofNanos(row.getLong(2))))
        .getFirst();
  }

  @Override
  public void settle(List<LimitChange> changes, List<String> heldKeys, long hold) {
    connections.write(
        "settle limits",
        session -> {
          FunctionCall call =
              new FunctionCall("*", session.tables().sql("#settle_limits"))
                  .with("b_key", Column.text(changes, LimitChange::key))
                  .with("b_sign", Column.bigint(changes, LimitChange::sign))
                  .with("b_nanos", Column.bigint(changes, LimitChange::nanos))
                  .with("b_part", Column.bigint(changes, LimitChange::part))
                  .with("b_amount", Column.bigint(changes, change -> change.rate().amount()))
                  .with("b_most", Column.bigint(changes, LimitChange::most))
                  .with("h_key", Column.text(heldKeys, key -> key))
                  .with("p_hold", hold);
          clock.ifPresent(at -> call.with("p_now", nanos(at)));
          return call.rows(session.connection(), row -> row.getInt(1));
        });
  }

  @Override
  public void undo(List<String> heldKeys, long hold) {
    connections.write(
        "wait for limits",
        session ->
            new FunctionCall("*", session.tables().sql("#lock_limits"))
                .with("b_key", Column.text(heldKeys, key -> key))
                .rows(session.connection(), row -> true));
    settle(List.of(), heldKeys, hold);
  }

  @Override
  public int clear() {
    return connections.write(
        "clear limits away",
        session -> {
          FunctionCall call =
              new FunctionCall("*", session.tables().sql("#clear_limits"))
                  .with("p_most", CLEARED_AT_ONCE);
          clock.ifPresent(at -> call.with("p_now", nanos(at)));
          return call.rows(session.connection(), row -> row.getInt(1)).getFirst();
        });
  }

  private static Column each(List<Charge> charges, ToLongFunction<Charge> value) {
    return Column.bigint(charges, value::applyAsLong);
  }

  private static long taken(Charge charge) {
    return switch (charge.rate()) {
      case Rate.PerPeriod rate -> rate.nanos(charge.amount());
      case Rate.AtOnce once -> charge.amount();
    };
  }

  private static long part(Charge charge, long amount) {
    return charge.rate() instanceof Rate.PerPeriod rate ? rate.part(amount) : 0;
  }

  private static long room(Rate of) {
    return switch (of) {
      case Rate.PerPeriod rate -> rate.nanos(rate.burst());
      case Rate.AtOnce once -> once.amount();
    };
  }

  private static long amount(Charge charge) {
    return charge.rate() instanceof Rate.PerPeriod rate ? rate.amount() : 1;
  }

  private static long held(Charge charge) {
    return charge.rate() instanceof Rate.AtOnce once ? once.heldAtMost().toNanos() : 0;
  }

  static long nanos(Clock clock) {
    return Duration.between(Instant.EPOCH, clock.instant()).toNanos();
  }

  @Override
  public void close() {
    connections.close();
  }
}
