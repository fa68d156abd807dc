package dev.atom.jdbc;

import dev.atom.jdbc.connection.Session;
import dev.atom.store.StoreException;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;

/** The tables in the connection's database. */
final class MariaSchema {
  private static final Migrations MIGRATIONS = new Migrations("mariadb");
  private static final int PATIENCE_SECONDS = 60;

  /** Locks' names are the whole server's, and at most 64 characters long. */
  private static final String LOCK = "concat('atom ', sha1(concat(database(), '.#schema')))";

  private MariaSchema() {}

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
    int major = server.getDatabaseMajorVersion();
    if (major < 10 || (major == 10 && server.getDatabaseMinorVersion() < 6)) {
      throw new StoreException(
          "this is MariaDB "
              + server.getDatabaseProductVersion()
              + "; the store needs 10.6 or later");
    }
    if (connection.getCatalog() == null || connection.getCatalog().isEmpty()) {
      throw new StoreException("the connection has no database; name one in the data source's URL");
    }
  }

  /** Returns the tables' version, 0 if they are not all there; refuses those of a later Atom. */
  private static int version(Session session) throws SQLException {
    boolean there =
        session
            .first(
                "SELECT count(*) FROM information_schema.tables"
                    + " WHERE table_schema = database() AND table_name = '#schema'",
                row -> row.getInt(1) > 0)
            .orElse(false);
    if (!there) {
      return 0;
    }
    int version = session.first("SELECT version FROM #schema", row -> row.getInt(1)).orElse(0);
    Migrations.requireKnown(session.tables(), version);
    return version;
  }

  /** Hosts that start at once come one after the other; the version is written last. */
  private static void migrate(Session session) throws SQLException {
    boolean locked =
        session
            .first("SELECT get_lock(" + LOCK + ", ?)", row -> row.getInt(1) == 1, PATIENCE_SECONDS)
            .orElse(false);
    if (!locked) {
      throw new StoreException(
          "another host makes the tables and has not come to an end; look what keeps it");
    }
    try {
      MIGRATIONS.run(session, version(session)); // asked again: another host may have been first
      session.update("REPLACE INTO #schema (id, version) VALUES (1, ?)", Migrations.CURRENT);
      session.execute("COMMIT"); // nothing is left to do where each statement commits
    } finally {
      session.first("SELECT release_lock(" + LOCK + ")", row -> row.getInt(1));
    }
  }
}
