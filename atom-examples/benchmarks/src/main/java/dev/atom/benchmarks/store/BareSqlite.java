package dev.atom.benchmarks.store;

import dev.atom.store.Subject;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The shape as one would write it by hand for this case alone: plain tables, statements prepared
 * once, WAL, {@code synchronous=FULL}. Not thread-safe.
 */
final class BareSqlite implements AutoCloseable {
  private static final String DATA = Shape.DATA.toString();
  private static final String PAYLOAD = Shape.PAYLOAD.toString();
  private static final String[] TABLES = {
    "CREATE TABLE IF NOT EXISTS heads (number INTEGER PRIMARY KEY, tenant TEXT NOT NULL,"
        + " kind TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL,"
        + " UNIQUE (tenant, kind, id))",
    "CREATE TABLE IF NOT EXISTS events (head INTEGER NOT NULL, version INTEGER NOT NULL,"
        + " at INTEGER NOT NULL, type TEXT NOT NULL, actor TEXT NOT NULL, cause TEXT,"
        + " data TEXT NOT NULL, PRIMARY KEY (head, version)) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS outbox (number INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE,"
        + " head INTEGER NOT NULL, kind TEXT NOT NULL, payload TEXT NOT NULL, due INTEGER)",
    "CREATE INDEX IF NOT EXISTS outbox_due ON outbox (kind, due) WHERE due IS NOT NULL",
    "CREATE TABLE IF NOT EXISTS timers (head INTEGER NOT NULL, name TEXT NOT NULL,"
        + " kind TEXT NOT NULL, due INTEGER NOT NULL, payload TEXT NOT NULL,"
        + " PRIMARY KEY (head, name)) WITHOUT ROWID",
    "CREATE INDEX IF NOT EXISTS timers_due ON timers (kind, due)"
  };

  private final Connection connection;
  private final PreparedStatement begin;
  private final PreparedStatement commit;
  private final PreparedStatement find;
  private final PreparedStatement make;
  private final PreparedStatement move;
  private final PreparedStatement event;
  private final PreparedStatement effect;
  private final PreparedStatement timer;

  BareSqlite(Path file) throws SQLException {
    connection = DriverManager.getConnection("jdbc:sqlite:" + file);
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA busy_timeout = 60000");
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute("PRAGMA synchronous = FULL");
      for (String table : TABLES) {
        statement.execute(table);
      }
    }
    begin = connection.prepareStatement("BEGIN IMMEDIATE");
    commit = connection.prepareStatement("COMMIT");
    find =
        connection.prepareStatement(
            "SELECT number FROM heads WHERE tenant = ? AND kind = ? AND id = ?");
    make =
        connection.prepareStatement(
            "INSERT INTO heads (tenant, kind, id, version) VALUES (?, ?, ?, 3) RETURNING number");
    move =
        connection.prepareStatement(
            "UPDATE heads SET version = version + 3 WHERE number = ? AND version = ?");
    event = connection.prepareStatement("INSERT INTO events VALUES (?, ?, ?, ?, ?, NULL, ?)");
    effect = connection.prepareStatement("INSERT INTO outbox VALUES (NULL, ?, ?, ?, ?, ?)");
    timer = connection.prepareStatement("INSERT OR REPLACE INTO timers VALUES (?, ?, ?, ?, ?)");
  }

  void begin() throws SQLException {
    begin.execute();
  }

  void commit() throws SQLException {
    commit.execute();
  }

  /** Writes one append within the transaction that is open. */
  void write(int subject, long version) throws SQLException {
    Subject head = Shape.subject(subject);
    long now = System.currentTimeMillis() * 1_000;
    long number = moved(head, version);
    for (int i = 1; i <= 3; i++) {
      event.setLong(1, number);
      event.setLong(2, version + i);
      event.setLong(3, now);
      event.setString(4, "message_received");
      event.setString(5, "customer");
      event.setString(6, DATA);
      event.executeUpdate();
    }
    effect.setString(1, head.id() + "/" + version);
    effect.setLong(2, number);
    effect.setString(3, "reply");
    effect.setString(4, PAYLOAD);
    effect.setLong(5, now);
    effect.executeUpdate();
    timer.setLong(1, number);
    timer.setString(2, "follow-up");
    timer.setString(3, "follow-up");
    timer.setLong(4, Shape.later(version).toEpochMilli() * 1_000);
    timer.setString(5, "{}");
    timer.executeUpdate();
  }

  private long moved(Subject head, long version) throws SQLException {
    PreparedStatement first = version == 0 ? make : find;
    first.setString(1, head.tenant());
    first.setString(2, head.kind());
    first.setString(3, head.id());
    long number;
    try (ResultSet row = first.executeQuery()) {
      row.next();
      number = row.getLong(1);
    }
    if (version > 0) {
      move.setLong(1, number);
      move.setLong(2, version);
      if (move.executeUpdate() != 1) {
        throw new SQLException("somebody else has appended");
      }
    }
    return number;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
