package dev.atom.jdbc;

import dev.atom.jdbc.connection.Session;
import dev.atom.ledger.Grouping;
import dev.atom.ledger.LedgerException;
import dev.atom.ledger.UsageFilter;
import dev.atom.ledger.UsageGroup;
import dev.atom.ledger.UsageLedger;
import dev.atom.ledger.UsagePage;
import dev.atom.ledger.UsageRecord;
import dev.atom.store.StoreException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;

/**
 * A usage ledger in PostgreSQL or SQLite, with the store's tables or without. Sums, days and
 * percentiles are worked out by the database, exactly; days follow Java's rules of the zone.
 *
 * <p>Every answer is of one snapshot. Records are found by their instant, alone or within a tenant;
 * what a filter says beside these is looked for among what is found. In PostgreSQL a record whose
 * booking began earlier than another's may be seen later than it.
 *
 * <p>Thread-safe; several processes may share the database as they may the store's. MariaDB is
 * refused.
 */
public final class JdbcUsageLedger implements UsageLedger {
  private static final int DELETED_AT_ONCE = 2_000;

  private final LedgerTables tables;

  private JdbcUsageLedger(LedgerTables tables) {
    this.tables = tables;
  }

  /**
   * Opens the ledger in whatever database a data source leads to, and makes the tables, named {@code
   * atom_…}, that it lacks.
   *
   * @param database leads to PostgreSQL 13 or later, or SQLite; stays open when this is closed
   * @return the ledger
   * @throws StoreException if the database is another, too old, can't be used, or a newer version of
   *     Atom has written it
   */
  public static JdbcUsageLedger on(DataSource database) {
    return on(database, JdbcStore.DEFAULT_PREFIX);
  }

  /**
   * Opens the ledger in whatever database a data source leads to, and makes the tables that it lacks.
   *
   * @param database leads to PostgreSQL 13 or later, or SQLite, where it lends up to five connections
   *     for as long as this is open; stays open when this is closed
   * @param tablePrefix what the tables' names begin with, as the store's
   * @return the ledger
   * @throws IllegalArgumentException if the prefix is not of that form
   * @throws StoreException if the database is another, too old, can't be used, or a newer version of
   *     Atom has written it
   */
  public static JdbcUsageLedger on(DataSource database, String tablePrefix) {
    return new JdbcUsageLedger(LedgerTables.on(database, tablePrefix, "the usage ledger"));
  }

  @Override
  public int append(List<UsageRecord> records) {
    return records.isEmpty()
        ? 0
        : told(() -> tables.write("book usage", session -> UsageRows.insert(session, records)));
  }

  @Override
  public UsagePage page(UsageFilter filter, Optional<String> after, int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("a page has 1 record or more, not " + limit);
    }
    UsageWhere where = UsageWhere.of(filter, tables.isPostgres()).after(after);
    String sql = UsageRows.SELECT + where.sql() + " ORDER BY at, number LIMIT " + limit;
    List<UsageRecord> records = new ArrayList<>();
    Session.Row<String> place =
        row -> {
          records.add(UsageRows.read(row));
          return row.getLong("at") + ":" + row.getLong("number");
        };
    List<String> places =
        told(
            () ->
                tables.snapshot(
                    "read usage",
                    session -> {
                      records.clear();
                      return LedgerTables.query(session, sql, place, where.parameters());
                    }));
    return new UsagePage(
        records, places.size() < limit ? Optional.empty() : Optional.of(places.getLast()));
  }

  @Override
  public List<UsageGroup> totals(UsageFilter filter, Grouping grouping) {
    return told(
        () ->
            tables.snapshot(
                "sum usage up",
                session -> UsageSums.of(session, filter, grouping, tables.isPostgres())));
  }

  @Override
  public long deleteBefore(Instant before) {
    return delete("at < ?", UsageWhere.micros(before));
  }

  @Override
  public long deleteBefore(String tenant, Instant before) {
    return delete("at < ? AND tenant = ?", UsageWhere.micros(before), tenant);
  }

  /** A few at a time, so that nobody who books waits for long. */
  private long delete(String which, Object... parameters) {
    String sql =
        "DELETE FROM #usage WHERE number IN (SELECT number FROM #usage WHERE "
            + which
            + " ORDER BY at LIMIT "
            + DELETED_AT_ONCE
            + ")";
    long all = 0;
    int now;
    do {
      now = told(() -> tables.write("delete usage", session -> session.update(sql, parameters)));
      all += now;
    } while (now == DELETED_AT_ONCE);
    return all;
  }

  private static <T> T told(Supplier<T> work) {
    try {
      return work.get();
    } catch (StoreException e) {
      throw new LedgerException(e.retryable(), "the usage ledger failed: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    tables.close();
  }
}
