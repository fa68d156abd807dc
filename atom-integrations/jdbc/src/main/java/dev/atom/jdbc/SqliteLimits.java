package dev.atom.jdbc;

import dev.atom.jdbc.connection.Session;
import dev.atom.jdbc.connection.SqliteConnections;
import dev.atom.jdbc.connection.Tables;
import dev.atom.limit.Buckets;
import dev.atom.limit.Charge;
import dev.atom.limit.Rate;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** The buckets in SQLite, whose write lock makes everything in a transaction happen at once. */
final class SqliteLimits implements LimitRows {
  private final SqliteConnections connections;
  private final Clock clock;

  /** A bucket as its row has it. */
  private record Level(long fullAt, long part) {
    Level at(long now) {
      return fullAt < now ? new Level(now, 0) : this;
    }

    Level plus(long nanos, long parts, long amount) {
      long sum = part + parts;
      return new Level(fullAt + nanos + Math.floorDiv(sum, amount), Math.floorMod(sum, amount));
    }
  }

  private SqliteLimits(SqliteConnections connections, Clock clock) {
    this.connections = connections;
    this.clock = clock;
  }

  static LimitRows open(DataSource database, Tables tables, Clock clock) {
    SqliteConnections connections =
        new SqliteConnections(database::getConnection, tables, SqliteStore.BUSY_TIMEOUT);
    try {
      SqliteSchema.prepare(connections);
      return new SqliteLimits(connections, clock);
    } catch (RuntimeException e) {
      connections.close();
      throw e;
    }
  }

  @Override
  public Buckets.Taking take(List<Charge> charges, long hold) {
    return connections.write(
        "take room under limits",
        session -> take(session, charges, hold, PostgresLimits.nanos(clock)));
  }

  private static Buckets.Taking take(Session session, List<Charge> charges, long hold, long now)
      throws SQLException {
    List<Level> after = new ArrayList<>();
    Optional<Buckets.Lacking> lacking = Optional.empty();
    long longest = 0;
    for (Charge charge : charges) {
      long wait =
          switch (charge.rate()) {
            case Rate.PerPeriod rate -> {
              Level level = taken(session, charge, rate, now);
              after.add(level);
              int beyond = level.part() > rate.part(rate.burst()) ? 1 : 0;
              yield level.fullAt() - now - rate.nanos(rate.burst()) + beyond;
            }
            case Rate.AtOnce rate -> waitToHold(session, charge, rate, now);
          };
      if (wait > longest) {
        longest = wait;
        lacking = Optional.of(new Buckets.Lacking(charge, Duration.ofNanos(wait)));
      }
    }
    if (lacking.isPresent()) {
      return lacking.get();
    }
    write(session, charges, after, hold, now);
    return new Buckets.Taken(hold);
  }

  private static Level taken(Session session, Charge charge, Rate.PerPeriod rate, long now)
      throws SQLException {
    return read(session, IndexKey.of(charge.key()))
        .at(now)
        .plus(rate.nanos(charge.amount()), rate.part(charge.amount()), rate.amount());
  }

  private static Level read(Session session, String key) throws SQLException {
    return session
        .first(
            "SELECT full_at, part FROM #limits WHERE key = ?",
            row -> new Level(row.getLong(1), row.getLong(2)),
            key)
        .orElse(new Level(0, 0));
  }

  private static long waitToHold(Session session, Charge charge, Rate.AtOnce rate, long now)
      throws SQLException {
    return session
        .first(
            "SELECT coalesce(sum(amount), 0), min(lapses_at) FROM #limit_holds"
                + " WHERE key = ? AND lapses_at > ?",
            row -> row.getLong(1) + charge.amount() <= rate.amount() ? 0L : row.getLong(2) - now,
            IndexKey.of(charge.key()),
            now)
        .orElse(0L);
  }

  private static void write(
      Session session, List<Charge> charges, List<Level> after, long hold, long now)
      throws SQLException {
    int next = 0;
    for (Charge charge : charges) {
      String key = IndexKey.of(charge.key());
      switch (charge.rate()) {
        case Rate.PerPeriod rate -> write(session, key, after.get(next++));
        case Rate.AtOnce rate -> {
          session.update("DELETE FROM #limit_holds WHERE key = ? AND lapses_at <= ?", key, now);
          session.update(
              "INSERT INTO #limit_holds (key, hold, amount, lapses_at) VALUES (?, ?, ?, ?)",
              key,
              hold,
              charge.amount(),
              now + rate.heldAtMost().toNanos());
        }
      }
    }
  }

  private static void write(Session session, String key, Level level) throws SQLException {
    session.update(
        "INSERT INTO #limits (key, full_at, part) VALUES (?, ?, ?)"
            + " ON CONFLICT (key) DO UPDATE SET full_at = excluded.full_at, part = excluded.part",
        key,
        level.fullAt(),
        level.part());
  }

  @Override
  public void settle(List<LimitChange> changes, List<String> heldKeys, long hold) {
    connections.write(
        "settle limits",
        session -> {
          long now = PostgresLimits.nanos(clock);
          for (LimitChange change : changes) {
            write(session, change.key(), changed(read(session, change.key()), change, now));
          }
          for (String key : heldKeys) {
            session.update("DELETE FROM #limit_holds WHERE key = ? AND hold = ?", key, hold);
          }
          return changes.size();
        });
  }

  @Override
  public void undo(List<String> heldKeys, long hold) {
    settle(List.of(), heldKeys, hold);
  }

  private static Level changed(Level level, LimitChange change, long now) {
    long amount = change.rate().amount();
    if (change.sign() < 0) {
      return level.plus(-change.nanos(), -change.part(), amount);
    }
    Level owed = level.at(now).plus(change.nanos(), change.part(), amount);
    long most = now + change.most();
    return owed.fullAt() > most ? new Level(most, 0) : owed;
  }

  @Override
  public int clear() {
    return connections.write(
        "clear limits away",
        session -> {
          long now = PostgresLimits.nanos(clock);
          session.update("DELETE FROM #limit_holds WHERE lapses_at <= ?", now);
          return session.update("DELETE FROM #limits WHERE full_at < ?", now);
        });
  }

  @Override
  public void close() {
    connections.close();
  }
}
