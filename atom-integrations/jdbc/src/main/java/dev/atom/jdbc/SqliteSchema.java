package dev.atom.jdbc;

import dev.atom.store.StoreException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** How a connection and the tables of a SQLite database are made ready. */
final class SqliteSchema {
  private static final Migrations MIGRATIONS = new Migrations("sqlite");
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(10);

  private SqliteSchema() {}

  /** Returns the version of the tables, 0 if there are none; refuses those of a later Atom. */
  static int version(Session session) throws SQLException {
    Optional<String> table =
        session.first(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name = ? COLLATE NOCASE",
            row -> row.getString(1),
            session.tables().prefix() + "schema");
    if (table.isEmpty()) {
      return 0;
    }
    int version = session.first("SELECT version FROM #schema", row -> row.getInt(1)).orElse(0);
    Migrations.requireKnown(session.tables(), version);
    return version;
  }

  /** Brings the tables to the current version, within a transaction that holds the write lock. */
  static int migrate(Session session) throws SQLException {
    // Asked again: another process may have been first.
    MIGRATIONS.run(session, version(session));
    session.update("UPDATE #schema SET version = ?", Migrations.CURRENT);
    return Migrations.CURRENT;
  }

  /** Sets what SQLite keeps for a connection, not in the file, and the write-ahead log. */
  static void prepare(Session session, Duration busyTimeout) throws SQLException {
    session.connection().setAutoCommit(true);
    session.execute("PRAGMA busy_timeout = " + busyTimeout.toMillis());
    useWriteAheadLog(session, busyTimeout);
    session.execute("PRAGMA synchronous = FULL");
  }

  /**
   * Turns the write-ahead log on, which the file then remembers. SQLite does not wait for others
   * while it changes the mode, so this does.
   */
  private static void useWriteAheadLog(Session session, Duration busyTimeout) throws SQLException {
    long tries = Math.max(1, busyTimeout.dividedBy(BETWEEN_TRIES));
    while (true) {
      try {
        String mode =
            session.first("PRAGMA journal_mode = WAL", row -> row.getString(1)).orElse("none");
        if (mode.equals("wal")) {
          return;
        }
        throw new StoreException(
            "SQLite has no write-ahead log here, but \""
                + mode
                + "\"; the store needs a database in a file on a local disk");
      } catch (SQLException e) {
        tries--;
        if (!SqliteFailures.isBusy(e) || tries <= 0 || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
      }
    }
  }
}
