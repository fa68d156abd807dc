package dev.atom.jdbc.connection;

import dev.atom.store.StoreException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** How a connection to a SQLite database is made ready. */
final class SqliteJournal {
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(10);

  private SqliteJournal() {}

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
