package dev.atom.jdbc;

import dev.atom.jdbc.connection.Session;
import dev.atom.jdbc.connection.Tables;
import dev.atom.store.StoreException;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;

/** The tables in the first schema of the connection's search path. */
final class PostgresSchema {
  static final int OLDEST = 13;

  private static final Migrations MIGRATIONS = new Migrations("postgresql");

  private PostgresSchema() {}

  /** Makes what is missing and returns the tables' version. */
  static int prepare(Session session) throws SQLException {
    requireUsable(session.connection());
    if (version(session) != Migrations.CURRENT) {
      migrate(session);
    }
    return Migrations.CURRENT;
  }

  private static void requireUsable(Connection connection) throws SQLException {
    DatabaseMetaData server = connection.getMetaData();
    if (server.getDatabaseMajorVersion() < OLDEST) {
      throw new StoreException(
          "this is PostgreSQL "
              + server.getDatabaseProductVersion()
              + "; the store needs "
              + OLDEST
              + " or later");
    }
    Session session = new Session(connection, new Tables(""));
    String encoding =
        session.first("SHOW server_encoding", row -> row.getString(1)).orElse("unknown");
    session.closeStatements();
    if (!encoding.equals("UTF8")) {
      throw new StoreException(
          "the database's encoding is " + encoding + "; create one with encoding UTF8");
    }
  }

  /** Returns the tables' version, 0 if there are none; refuses those of a later Atom. */
  private static int version(Session session) throws SQLException {
    boolean there =
        session
            // Through a table: a name alone may still be looked up as it was before a lock was had.
            .first(
                "SELECT count(*) FROM pg_catalog.pg_class WHERE oid = to_regclass('#schema')",
                row -> row.getInt(1) > 0)
            .orElse(false);
    if (!there) {
      return 0;
    }
    int version = session.first("SELECT version FROM #schema", row -> row.getInt(1)).orElse(0);
    Migrations.requireKnown(session.tables(), version);
    return version;
  }

  /** In one transaction; hosts that start at once come one after the other. */
  private static void migrate(Session session) throws SQLException {
    Connection connection = session.connection();
    connection.setAutoCommit(false);
    try {
      session.execute("SELECT pg_advisory_xact_lock(hashtext('#schema'), 1635020653)");
      MIGRATIONS.run(session, version(session)); // asked again: another host may have been first
      session.update("UPDATE #schema SET version = ?", Migrations.CURRENT);
      connection.commit();
    } finally {
      rollBack(connection);
    }
  }

  private static void rollBack(Connection connection) throws SQLException {
    connection.rollback(); // nothing is left to roll back after a commit
    connection.setAutoCommit(true);
  }
}
