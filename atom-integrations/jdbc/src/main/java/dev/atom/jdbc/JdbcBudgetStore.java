package dev.atom.jdbc;

import dev.atom.budget.Bucket;
import dev.atom.budget.BudgetStore;
import dev.atom.store.StoreException;
import java.time.Clock;
import java.time.Instant;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * Keeps budgets in PostgreSQL, for any number of hosts, or in SQLite, for the processes of one
 * machine; with the store's tables or without. Each call is one transaction that locks its buckets in
 * their order, so none waits for another in a circle.
 *
 * <p>Thread-safe. MariaDB is refused.
 */
public final class JdbcBudgetStore implements BudgetStore {
  private final LedgerTables tables;
  private final Clock clock;

  private JdbcBudgetStore(LedgerTables tables, Clock clock) {
    this.tables = tables;
    this.clock = Objects.requireNonNull(clock, "clock");
  }

  /**
   * Opens the budgets in whatever database a data source leads to, and makes the tables, named {@code
   * atom_…}, that it lacks. The time is PostgreSQL's own, by a {@link DatabaseClock}; with SQLite the
   * machine's.
   *
   * @param database leads to PostgreSQL 13 or later, or SQLite; stays open when this is closed
   * @return the store
   * @throws StoreException if the database is another, too old, can't be used, or a newer version of
   *     Atom has written it
   */
  public static JdbcBudgetStore on(DataSource database) {
    LedgerTables tables = open(database, JdbcStore.DEFAULT_PREFIX);
    return new JdbcBudgetStore(
        tables, tables.isPostgres() ? DatabaseClock.of(database) : Clock.systemUTC());
  }

  /**
   * Opens the budgets in whatever database a data source leads to, and makes the tables that it lacks.
   *
   * @param database leads to PostgreSQL 13 or later, or SQLite, where it lends up to five connections
   *     for as long as this is open; stays open when this is closed
   * @param tablePrefix what the tables' names begin with, as the store's
   * @param clock the same time for all who share the database
   * @return the store
   * @throws IllegalArgumentException if the prefix is not of that form
   * @throws StoreException if the database is another, too old, can't be used, or a newer version of
   *     Atom has written it
   */
  public static JdbcBudgetStore on(DataSource database, String tablePrefix, Clock clock) {
    return new JdbcBudgetStore(open(database, tablePrefix), clock);
  }

  private static LedgerTables open(DataSource database, String tablePrefix) {
    return LedgerTables.on(database, tablePrefix, "what budgets have spent");
  }

  @Override
  public Instant now() {
    return clock.instant();
  }

  @Override
  public <T> T exclusively(NavigableSet<Bucket> buckets, Function<Rows, T> work) {
    return tables.write(
        "book a budget",
        session -> {
          try {
            return work.apply(BudgetRows.locked(session, buckets, tables.isPostgres()));
          } catch (BudgetRows.Failed e) {
            throw e.cause();
          }
        });
  }

  @Override
  public void close() {
    tables.close();
  }
}
