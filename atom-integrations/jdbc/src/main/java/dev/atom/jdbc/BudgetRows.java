package dev.atom.jdbc;

import dev.atom.budget.Bucket;
import dev.atom.budget.BudgetStore;
import dev.atom.budget.BudgetStore.Hold;
import dev.atom.budget.BudgetStore.Slot;
import dev.atom.budget.BudgetStore.Warned;
import dev.atom.jdbc.connection.Session;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The rows of budgets that a transaction has locked. */
final class BudgetRows implements BudgetStore.Rows {
  private static final String FIND =
      "SELECT number, warned_percent, warned_until FROM #budgets WHERE budget = ? AND bucket = ?";

  /** Locks the row also where another has made it meanwhile. */
  private static final String MAKE =
      "INSERT INTO #budgets (budget, bucket, warned_percent, warned_until) VALUES (?, ?, 0, 0)"
          + " ON CONFLICT (budget, bucket) DO UPDATE SET budget = excluded.budget"
          + " RETURNING number, warned_percent, warned_until";

  private static final String HOLDS =
      "SELECT reservation, slot, amount, ends_at, lapsed, booked FROM #budget_holds"
          + " WHERE budget = ?";

  private final Session session;
  private final Map<Bucket, Locked> locked = new HashMap<>();

  private record Locked(long number, Warned warned) {}

  /** Carries a database's failure through what can't throw it. */
  static final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final SQLException cause;

    private Failed(SQLException cause) {
      super(cause);
      this.cause = cause;
    }

    SQLException cause() {
      return cause;
    }
  }

  private interface Statement<T> {
    T run() throws SQLException;
  }

  private BudgetRows(Session session) {
    this.session = session;
  }

  /** Locks buckets in their order, within a transaction. */
  static BudgetRows locked(Session session, Iterable<Bucket> buckets, boolean postgres)
      throws SQLException {
    BudgetRows rows = new BudgetRows(session);
    for (Bucket bucket : buckets) {
      rows.locked.put(bucket, lock(session, bucket, postgres));
    }
    return rows;
  }

  private static Locked lock(Session session, Bucket bucket, boolean postgres) throws SQLException {
    Session.Row<Locked> read =
        row -> new Locked(row.getLong(1), new Warned(row.getInt(2), row.getLong(3)));
    String find = postgres ? FIND + " FOR UPDATE" : FIND;
    Optional<Locked> found = session.first(find, read, bucket.budget(), bucket.whom());
    return found.isPresent()
        ? found.get()
        : session.updating(MAKE, read, bucket.budget(), bucket.whom()).getFirst();
  }

  private static <T> T run(Statement<T> statement) {
    try {
      return statement.run();
    } catch (SQLException e) {
      throw new Failed(e);
    }
  }

  private Locked of(Bucket bucket) {
    return Objects.requireNonNull(locked.get(bucket), () -> bucket + " is not locked");
  }

  private long number(Bucket bucket) {
    return of(bucket).number();
  }

  @Override
  public List<Slot> slots(Bucket bucket, long from, long until) {
    return run(
        () ->
            session.query(
                "SELECT slot, spent, reserved, estimated FROM #budget_slots"
                    + " WHERE budget = ? AND slot >= ? AND slot < ? ORDER BY slot",
                row -> new Slot(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)),
                number(bucket),
                from,
                until));
  }

  @Override
  public void put(Bucket bucket, Slot slot) {
    run(
        () ->
            session.update(
                "INSERT INTO #budget_slots (budget, slot, spent, reserved, estimated)"
                    + " VALUES (?, ?, ?, ?, ?) ON CONFLICT (budget, slot) DO UPDATE SET"
                    + " spent = excluded.spent, reserved = excluded.reserved,"
                    + " estimated = excluded.estimated",
                number(bucket),
                slot.at(),
                slot.spent(),
                slot.reserved(),
                slot.estimated()));
  }

  @Override
  public Optional<Hold> hold(Bucket bucket, String reservation) {
    return run(
        () ->
            session.first(
                HOLDS + " AND reservation = ?", BudgetRows::hold, number(bucket), reservation));
  }

  @Override
  public List<Hold> lapsed(Bucket bucket, long now) {
    return run(
        () ->
            session.query(
                HOLDS + " AND lapsed = 0 AND ends_at <= ?", BudgetRows::hold, number(bucket), now));
  }

  private static Hold hold(java.sql.ResultSet row) throws SQLException {
    return new Hold(
        row.getString(1),
        row.getLong(2),
        row.getLong(3),
        row.getLong(4),
        row.getInt(5) == 1,
        row.getLong(6));
  }

  @Override
  public void put(Bucket bucket, Hold hold) {
    run(
        () ->
            session.update(
                "INSERT INTO #budget_holds"
                    + " (reservation, budget, slot, amount, ends_at, lapsed, booked)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (budget, reservation) DO UPDATE"
                    + " SET lapsed = excluded.lapsed, booked = excluded.booked",
                hold.reservation(),
                number(bucket),
                hold.slot(),
                hold.amount(),
                hold.endsAt(),
                hold.lapsed() ? 1 : 0,
                hold.booked()));
  }

  @Override
  public void remove(Bucket bucket, String reservation) {
    run(
        () ->
            session.update(
                "DELETE FROM #budget_holds WHERE budget = ? AND reservation = ?",
                number(bucket),
                reservation));
  }

  @Override
  public void forget(Bucket bucket, long slotsBefore, long lapsedBefore) {
    run(
        () ->
            session.update(
                "DELETE FROM #budget_slots WHERE budget = ? AND slot < ?",
                number(bucket),
                slotsBefore));
    run(
        () ->
            session.update(
                "DELETE FROM #budget_holds WHERE budget = ? AND lapsed = 1 AND ends_at < ?",
                number(bucket),
                lapsedBefore));
  }

  @Override
  public Warned warned(Bucket bucket) {
    return of(bucket).warned();
  }

  @Override
  public void put(Bucket bucket, Warned warned) {
    run(
        () ->
            session.update(
                "UPDATE #budgets SET warned_percent = ?, warned_until = ? WHERE number = ?",
                warned.percent(),
                warned.until(),
                number(bucket)));
    locked.put(bucket, new Locked(number(bucket), warned));
  }
}
