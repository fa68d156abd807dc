package dev.atom.jdbc;

import dev.atom.jdbc.connection.DatabaseKind;
import dev.atom.store.Append;
import dev.atom.store.JobChange;
import dev.atom.store.Store;
import dev.atom.store.StoreException;
import java.sql.Connection;
import java.time.Clock;
import java.util.List;
import javax.sql.DataSource;

/**
 * A {@link Store} in a SQL database, which also writes as part of a host's own transaction.
 * Thread-safe.
 */
public sealed interface JdbcStore extends Store permits SqliteStore, PostgresStore, MariaStore {
  /** What the tables' names begin with unless the application says otherwise. */
  String DEFAULT_PREFIX = "atom_";

  /**
   * Opens the store of whatever database a data source leads to, by the clock that suits it: the
   * database's own ({@link DatabaseClock}) where several hosts may share it, else the system's.
   *
   * @param database leads to PostgreSQL 13 or later, MariaDB 10.6 or later, or SQLite; stays
   *     open when the store is closed
   * @return the open store
   * @throws StoreException if the database is another, too old, can't be used, or a newer version of
   *     Atom has written it
   */
  static JdbcStore on(DataSource database) {
    return on(
        database,
        switch (DatabaseKind.of(database)) {
          case SQLITE -> Clock.systemUTC();
          case POSTGRESQL, MARIADB -> DatabaseClock.of(database);
        });
  }

  /**
   * Opens the store of whatever database a data source leads to, and makes the tables, named {@code
   * atom_…}, that it lacks.
   *
   * @param database leads to PostgreSQL 13 or later, MariaDB 10.6 or later, or SQLite; stays
   *     open when the store is closed
   * @param clock where the time comes from; for several hosts on one database a {@link
   *     DatabaseClock}, on which they agree
   * @return the open store
   * @throws StoreException if the database is another, too old, can't be used, or a newer version of
   *     Atom has written it
   */
  static JdbcStore on(DataSource database, Clock clock) {
    return on(database, DEFAULT_PREFIX, clock);
  }

  /**
   * Opens the store of whatever database a data source leads to, and makes the tables that it lacks.
   *
   * @param database leads to PostgreSQL 13 or later, MariaDB 10.6 or later, or SQLite; stays
   *     open when the store is closed
   * @param tablePrefix what the tables' names begin with: a letter or underscore, then at most 30
   *     letters, digits and underscores
   * @param clock where the time comes from
   * @return the open store
   * @throws IllegalArgumentException if the prefix is not of that form
   * @throws StoreException if the database is another, too old, can't be used, or a newer version of
   *     Atom has written it
   */
  static JdbcStore on(DataSource database, String tablePrefix, Clock clock) {
    return switch (DatabaseKind.of(database)) {
      case SQLITE -> SqliteStore.on(database, tablePrefix, clock);
      case POSTGRESQL -> PostgresStore.on(database, tablePrefix, clock);
      case MARIADB -> MariaStore.on(database, tablePrefix, clock);
    };
  }

  /**
   * Appends within a host's transaction, together with the host's own rows: it is durable when the
   * host commits, and gone when it rolls back. A refusal leaves the transaction as it was before
   * the call. Those who wait for jobs are not told: call {@link #committed} after the commit.
   *
   * @param connection a connection to the store's database, within a transaction; outside of one
   *     the append is a transaction of its own. Stays open.
   * @param append what to write
   * @return the subject's version afterwards, as the transaction sees it
   * @throws StoreException as {@link #append(Append)} does
   */
  long append(Connection connection, Append append);

  /**
   * Changes jobs within a host's transaction; all that {@link #append(Connection, Append)} says
   * holds here too.
   *
   * @param connection a connection to the store's database, within a transaction
   * @param changes what becomes of them, at most one change for each job
   * @return for each change whether it was made, as {@link #change(List)} does
   */
  List<Boolean> change(Connection connection, List<JobChange> changes);

  /**
   * Tells those who wait for jobs, as {@link #append(Append)} does by itself, that an append within
   * a host's transaction is committed now.
   *
   * @param append what was written
   */
  void committed(Append append);
}
