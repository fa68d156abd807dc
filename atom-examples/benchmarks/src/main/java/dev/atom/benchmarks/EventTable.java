package dev.atom.benchmarks;

import dev.atom.store.NewEvent;
import dev.atom.store.Subject;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/** A table of events in SQLite by JDBC alone: WAL, synchronous=FULL, each insert its own commit. */
final class EventTable implements AutoCloseable {
  private static final String TABLE =
      """
      CREATE TABLE events (
        tenant TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL,
        at INTEGER NOT NULL, type TEXT NOT NULL, actor TEXT NOT NULL, cause TEXT,
        data TEXT NOT NULL, PRIMARY KEY (tenant, kind, id, version)
      ) STRICT, WITHOUT ROWID
      """;

  private final Connection connection;
  private final PreparedStatement insert;

  EventTable(Path file) {
    try {
      connection = DriverManager.getConnection("jdbc:sqlite:" + file);
      try (Statement statement = connection.createStatement()) {
        statement.execute("PRAGMA journal_mode = WAL");
        statement.execute("PRAGMA synchronous = FULL");
        statement.execute(TABLE);
      }
      insert = connection.prepareStatement("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
    } catch (SQLException e) {
      throw new IllegalStateException("can't make " + file, e);
    }
  }

  void insert(Subject subject, long version, NewEvent event, String data) throws SQLException {
    insert.setString(1, subject.tenant());
    insert.setString(2, subject.kind());
    insert.setString(3, subject.id());
    insert.setLong(4, version);
    insert.setLong(5, version);
    insert.setString(6, event.type());
    insert.setString(7, event.actor());
    insert.setString(8, null);
    insert.setString(9, data);
    insert.executeUpdate();
  }

  @Override
  public void close() throws SQLException {
    insert.close();
    connection.close();
  }
}
