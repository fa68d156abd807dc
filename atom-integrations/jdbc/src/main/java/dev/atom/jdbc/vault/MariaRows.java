package dev.atom.jdbc.vault;

import dev.atom.jdbc.connection.MariaConnections;
import dev.atom.jdbc.connection.MariaFailures;
import dev.atom.jdbc.connection.Session;
import dev.atom.jdbc.connection.SqlScript;
import dev.atom.jdbc.connection.Tables;
import dev.atom.vault.store.Change;
import dev.atom.vault.store.RowKey;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/** The table in MariaDB, where each change is a statement of one transaction. */
final class MariaRows implements RowTable {
  private static final String INSERT =
      "INSERT INTO #vault (kind, id, revision, content) VALUES (?, ?, ?, ?)";
  private static final String UPDATE =
      "UPDATE #vault SET revision = ?, content = ? WHERE kind = ? AND id = ? AND revision = ?";
  private static final String DELETE =
      "DELETE FROM #vault WHERE kind = ? AND id = ? AND revision = ?";
  private static final String REQUIRE =
      "SELECT 1 FROM #vault WHERE kind = ? AND id = ? AND revision = ? LOCK IN SHARE MODE";

  private final MariaConnections connections;

  private MariaRows(MariaConnections connections) {
    this.connections = connections;
  }

  static RowTable open(DataSource database, Tables tables) {
    MariaConnections connections = new MariaConnections(database, tables);
    connections.prepare(MariaRows::prepare);
    return new MariaRows(connections);
  }

  /** Of hosts that start at once all but one find the table made. */
  private static boolean prepare(Session session) throws SQLException {
    boolean there =
        session
            .first(
                "SELECT count(*) FROM information_schema.tables"
                    + " WHERE table_schema = database() AND table_name = '#vault'",
                row -> row.getInt(1) > 0)
            .orElse(false);
    if (!there) {
      for (String statement : SqlScript.statements(MariaRows.class, "mariadb.sql")) {
        session.execute(statement);
      }
    }
    return RowQueries.requireColumns(session);
  }

  @Override
  public <T> T read(String what, Work<T> work) {
    return connections.read(what, work::run);
  }

  @Override
  public void commit(List<Change> changes) {
    connections.write(
        "commit to the vault",
        session -> {
          for (Change change : changes) {
            if (!make(session, change)) {
              throw Conflicts.of(change, RowQueries.revision(session, change.key()));
            }
          }
          return true;
        });
  }

  private static boolean make(Session session, Change change) throws SQLException {
    RowKey key = change.key();
    int kind = key.kind().number();
    byte[] id = key.id().toArray();
    long expected = change.expected();
    return switch (change) {
      case Change.Put put when expected == 0 ->
          insert(session, key, put.row().revision(), put.row().content().toArray());
      case Change.Put put ->
          session.update(
                  UPDATE, put.row().revision(), put.row().content().toArray(), kind, id, expected)
              == 1;
      case Change.Delete delete -> session.update(DELETE, kind, id, expected) == 1;
      // Made and removed again: whoever would insert it meanwhile waits until the transaction's
      // end.
      case Change.Require require when expected == 0 ->
          insert(session, key, 1, new byte[0]) && session.update(DELETE, kind, id, 1L) == 1;
      case Change.Require require ->
          session.first(REQUIRE, row -> true, kind, id, expected).isPresent();
    };
  }

  private static boolean insert(Session session, RowKey key, long revision, byte[] content)
      throws SQLException {
    try {
      return session.update(INSERT, key.kind().number(), key.id().toArray(), revision, content)
          == 1;
    } catch (SQLException e) {
      if (MariaFailures.isTaken(e)) {
        return false;
      }
      throw e;
    }
  }

  @Override
  public boolean isLostRace(SQLException e) {
    return MariaFailures.isLostRace(e);
  }

  @Override
  public void close() {
    connections.close();
  }
}
