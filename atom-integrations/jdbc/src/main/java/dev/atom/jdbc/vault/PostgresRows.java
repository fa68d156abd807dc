package dev.atom.jdbc.vault;

import dev.atom.jdbc.connection.PostgresConnections;
import dev.atom.jdbc.connection.PostgresFailures;
import dev.atom.jdbc.connection.Session;
import dev.atom.jdbc.connection.SqlScript;
import dev.atom.jdbc.connection.Tables;
import dev.atom.store.StoreException;
import dev.atom.vault.store.Change;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/** The table in PostgreSQL, where a commit is one call of a function. */
final class PostgresRows implements RowTable {
  private static final int OLDEST = 13;
  private static final String COMMIT =
      "SELECT conflict, actual FROM #vault_commit_1(?, ?, ?, ?, ?)";

  private final PostgresConnections connections;

  /** How a commit went: the number of the change that can't be made, or 0. */
  private record Outcome(int conflict, long actual) {}

  private PostgresRows(PostgresConnections connections) {
    this.connections = connections;
  }

  static RowTable open(DataSource database, Tables tables) {
    PostgresConnections connections = new PostgresConnections(database, tables);
    connections.prepare(PostgresRows::prepare);
    return new PostgresRows(connections);
  }

  private static boolean prepare(Session session) throws SQLException {
    int version = session.connection().getMetaData().getDatabaseMajorVersion();
    if (version < OLDEST) {
      throw new StoreException(
          "this is PostgreSQL " + version + "; a vault needs " + OLDEST + " or later");
    }
    if (!isThere(session)) {
      make(session);
    }
    return RowQueries.requireColumns(session);
  }

  private static boolean isThere(Session session) throws SQLException {
    return session
        // Through tables: a name alone may still be looked up as it was before a lock was had.
        .first(
            "SELECT EXISTS (SELECT 1 FROM pg_catalog.pg_class WHERE oid = to_regclass('#vault'))"
                + " AND EXISTS (SELECT 1 FROM pg_catalog.pg_proc"
                + " WHERE oid = to_regproc('#vault_commit_1'))",
            row -> row.getBoolean(1))
        .orElse(false);
  }

  /** In one transaction; hosts that start at once come one after the other. */
  private static void make(Session session) throws SQLException {
    Connection connection = session.connection();
    connection.setAutoCommit(false);
    try {
      session.execute("SELECT pg_advisory_xact_lock(hashtext('#vault'), 1635020653)");
      if (!isThere(session)) { // asked again: another host may have been first
        for (String statement : SqlScript.statements(PostgresRows.class, "postgresql.sql")) {
          session.execute(statement);
        }
      }
      connection.commit();
    } finally {
      connection.rollback(); // nothing is left to roll back after a commit
      connection.setAutoCommit(true);
    }
  }

  @Override
  public <T> T read(String what, Work<T> work) {
    return connections.read(what, work::run);
  }

  @Override
  public void commit(List<Change> changes) {
    Outcome outcome = connections.write("commit to the vault", session -> commit(session, changes));
    if (outcome.conflict() > 0) {
      throw Conflicts.of(changes.get(outcome.conflict() - 1), outcome.actual());
    }
  }

  private static Outcome commit(Session session, List<Change> changes) throws SQLException {
    PreparedStatement call = session.prepared(COMMIT);
    int count = changes.size();
    Short[] kinds = new Short[count];
    byte[][] ids = new byte[count][];
    Long[] expected = new Long[count];
    Long[] revisions = new Long[count];
    byte[][] contents = new byte[count][];
    for (int i = 0; i < count; i++) {
      Change change = changes.get(i);
      kinds[i] = (short) change.key().kind().number();
      ids[i] = change.key().id().toArray();
      expected[i] = change.expected();
      revisions[i] = revision(change);
      contents[i] = content(change);
    }
    Connection connection = session.connection();
    call.setArray(1, connection.createArrayOf("int2", kinds));
    call.setArray(2, connection.createArrayOf("bytea", ids));
    call.setArray(3, connection.createArrayOf("int8", expected));
    call.setArray(4, connection.createArrayOf("int8", revisions));
    call.setArray(5, connection.createArrayOf("bytea", contents));
    try (ResultSet result = call.executeQuery()) {
      result.next();
      return new Outcome(result.getInt(1), result.getLong(2));
    }
  }

  /** Returns the revision afterwards, 0 for none. */
  private static long revision(Change change) {
    return switch (change) {
      case Change.Put put -> put.row().revision();
      case Change.Delete delete -> 0;
      case Change.Require require -> require.expected();
    };
  }

  private static byte[] content(Change change) {
    return switch (change) {
      case Change.Put put -> put.row().content().toArray();
      case Change.Delete delete -> new byte[0];
      case Change.Require require -> new byte[0];
    };
  }

  @Override
  public boolean isLostRace(SQLException e) {
    return PostgresFailures.isLostRace(e);
  }

  @Override
  public void close() {
    connections.close();
  }
}
