package dev.atom.jdbc.vault;

import dev.atom.jdbc.connection.Session;
import dev.atom.jdbc.connection.SqlScript;
import dev.atom.jdbc.connection.SqliteConnections;
import dev.atom.jdbc.connection.Tables;
import dev.atom.vault.store.Change;
import dev.atom.vault.store.CommitCheck;
import dev.atom.vault.store.RowKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

/** The table in SQLite, where one connection writes for all. */
final class SqliteRows implements RowTable {
  private static final Duration BUSY_TIMEOUT = Duration.ofSeconds(10);

  private static final String INSERT =
      "INSERT INTO #vault (kind, id, revision, content) VALUES (?, ?, ?, ?)";
  private static final String UPDATE =
      "UPDATE #vault SET revision = ?, content = ? WHERE kind = ? AND id = ?";
  private static final String DELETE = "DELETE FROM #vault WHERE kind = ? AND id = ?";

  private final SqliteConnections connections;

  private SqliteRows(SqliteConnections connections) {
    this.connections = connections;
  }

  static RowTable open(SqliteConnections.Source source, Tables tables) {
    SqliteConnections connections =
        new SqliteConnections(() -> erasing(source.open()), tables, BUSY_TIMEOUT);
    try {
      connections.prepare(SqliteRows::isThere, SqliteRows::make);
      connections.read("look at the vault's table", RowQueries::requireColumns);
      return new SqliteRows(connections);
    } catch (RuntimeException e) {
      connections.close();
      throw e;
    }
  }

  /** Has what is removed overwritten in the file, and not only forgotten. */
  private static Connection erasing(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA secure_delete = ON");
      return connection;
    } catch (SQLException e) {
      try (connection) {
        throw e;
      }
    }
  }

  private static boolean isThere(Session session) throws SQLException {
    return session
        .first(
            "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ? COLLATE NOCASE",
            row -> true,
            session.tables().prefix() + "vault")
        .isPresent();
  }

  private static boolean make(Session session) throws SQLException {
    for (String statement : SqlScript.statements(SqliteRows.class, "sqlite.sql")) {
      session.execute(statement);
    }
    return true;
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
          // All before the first is made: a refusal then leaves those alone that commit together.
          for (Change change : changes) {
            CommitCheck.require(change, RowQueries.revision(session, change.key()));
          }
          for (Change change : changes) {
            make(session, change);
          }
          return true;
        });
  }

  private static void make(Session session, Change change) throws SQLException {
    RowKey key = change.key();
    int kind = key.kind().number();
    byte[] id = key.id().toArray();
    switch (change) {
      case Change.Put put -> {
        byte[] content = put.row().content().toArray();
        long revision = put.row().revision();
        if (put.expected() == 0) {
          session.update(INSERT, kind, id, revision, content);
        } else {
          session.update(UPDATE, revision, content, kind, id);
        }
      }
      case Change.Delete delete -> session.update(DELETE, kind, id);
      case Change.Require require -> {
        // Whoever writes holds the whole file: nobody else can change it before the commit.
      }
    }
  }

  @Override
  public boolean isLostRace(SQLException e) {
    return false; // who waits for the file in vain was not refused
  }

  @Override
  public void close() {
    connections.close();
  }
}
