package dev.atom.jdbc;

import dev.atom.jdbc.connection.Session;
import dev.atom.jdbc.connection.SqliteConnections;
import java.sql.SQLException;
import java.util.Optional;

/** How the tables of a SQLite database are made ready. */
final class SqliteSchema {
  private static final Migrations MIGRATIONS = new Migrations("sqlite");

  private SqliteSchema() {}

  /** Brings the tables to this version's schema. */
  static void prepare(SqliteConnections connections) {
    connections.prepare(session -> version(session) == Migrations.CURRENT, SqliteSchema::migrate);
  }

  /** Returns the version of the tables, 0 if there are none; refuses those of a later Atom. */
  private static int version(Session session) throws SQLException {
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
  private static int migrate(Session session) throws SQLException {
    // Asked again: another process may have been first.
    MIGRATIONS.run(session, version(session));
    session.update("UPDATE #schema SET version = ?", Migrations.CURRENT);
    return Migrations.CURRENT;
  }
}
