package dev.atom.jdbc;

import dev.atom.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** The tables' versions: {@code sqlite-1.sql} and so on, each of which leads to the next. */
final class Schema {
  static final int CURRENT = 1;

  private static final Duration BETWEEN_TRIES = Duration.ofMillis(10);

  private Schema() {}

  /** Returns the version of the tables, 0 if there are none; refuses those of a later Atom. */
  static int version(Session session, Tables tables) throws SQLException {
    Optional<String> table =
        session.first(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name = ? COLLATE NOCASE",
            row -> row.getString(1),
            tables.prefix() + "schema");
    if (table.isEmpty()) {
      return 0;
    }
    int version = session.first("SELECT version FROM #schema", row -> row.getInt(1)).orElse(0);
    if (version > CURRENT) {
      throw new StoreException(
          "the tables "
              + tables.prefix()
              + "* have schema "
              + version
              + ", and this atom-jdbc knows schemas up to "
              + CURRENT
              + "; update atom-jdbc to the version that wrote them");
    }
    return version;
  }

  /** Brings the tables to the current version, within a transaction that holds the write lock. */
  static int migrate(Session session, Tables tables) throws SQLException {
    // Asked again: another process may have been first.
    int version = version(session, tables);
    if (version == 0) {
      session.execute("CREATE TABLE #schema (version INTEGER NOT NULL) STRICT");
      session.update("INSERT INTO #schema (version) VALUES (0)");
    }
    for (int next = version + 1; next <= CURRENT; next++) {
      for (String statement : script(next).split(";\n", -1)) {
        if (!statement.isBlank()) {
          session.execute(statement);
        }
      }
    }
    session.update("UPDATE #schema SET version = ?", CURRENT);
    return CURRENT;
  }

  /**
   * Turns the write-ahead log on, which the file then remembers. SQLite does not wait for others
   * while it changes the mode, so this does.
   */
  static void useWriteAheadLog(Session session, Duration busyTimeout) throws SQLException {
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
        if (!Failures.isBusy(e) || tries <= 0 || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
      }
    }
  }

  private static String script(int version) {
    String name = "sqlite-" + version + ".sql";
    try (InputStream in = Objects.requireNonNull(Schema.class.getResourceAsStream(name), name)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text.replace("\r\n", "\n").replaceAll("(?m)^--.*\n", "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
