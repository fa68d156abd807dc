package dev.atom.benchmarks.store;

import dev.atom.store.Subject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The shape as one would write it by hand for this case alone: plain tables, one prepared statement
 * whose parts hang on the compare-and-set. Not thread-safe.
 */
final class BarePostgres implements AutoCloseable {
  private static final String DATA = Shape.DATA.toString();
  private static final String PAYLOAD = Shape.PAYLOAD.toString();
  private static final String TABLES =
      """
      CREATE TABLE IF NOT EXISTS heads (number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        tenant text NOT NULL, kind text NOT NULL, id text NOT NULL, version bigint NOT NULL,
        UNIQUE (tenant, kind, id)) WITH (fillfactor = 80);
      CREATE TABLE IF NOT EXISTS events (head bigint, version bigint, at bigint NOT NULL,
        type text NOT NULL, actor text NOT NULL, cause text, data text NOT NULL,
        PRIMARY KEY (head, version));
      CREATE TABLE IF NOT EXISTS outbox (number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        key text NOT NULL UNIQUE, head bigint NOT NULL, kind text NOT NULL, payload text NOT NULL,
        due bigint);
      CREATE INDEX IF NOT EXISTS outbox_due ON outbox (kind, due) WHERE due IS NOT NULL;
      CREATE TABLE IF NOT EXISTS timers (head bigint, name text, kind text NOT NULL,
        due bigint NOT NULL, payload text NOT NULL, PRIMARY KEY (head, name));
      CREATE INDEX IF NOT EXISTS timers_due ON timers (kind, due);
      """;
  private static final String WRITE =
      """
      WITH head AS (
        INSERT INTO heads AS h (tenant, kind, id, version) VALUES (?, ?, ?, 3)
          ON CONFLICT (tenant, kind, id) DO UPDATE SET version = h.version + 3 WHERE h.version = ?
          RETURNING number, version),
      event AS (
        INSERT INTO events SELECT head.number, head.version - 3 + e.n, ?, e.type, e.actor, NULL, e.data
          FROM head, (VALUES (1, ?, ?, ?), (2, ?, ?, ?), (3, ?, ?, ?)) AS e(n, type, actor, data)),
      effect AS (
        INSERT INTO outbox (key, head, kind, payload, due) SELECT ?, number, ?, ?, ? FROM head),
      timer AS (
        INSERT INTO timers SELECT number, ?, ?, ?, ? FROM head
          ON CONFLICT (head, name) DO UPDATE SET due = excluded.due, payload = excluded.payload)
      SELECT version FROM head
      """;

  private final Connection connection;
  private final PreparedStatement write;

  BarePostgres(Connection connection) throws SQLException {
    this.connection = connection;
    this.write = connection.prepareStatement(WRITE);
  }

  static void makeTables(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(TABLES);
    }
  }

  void write(int subject, long version) throws SQLException {
    Subject head = Shape.subject(subject);
    long now = System.currentTimeMillis() * 1_000;
    write.setString(1, head.tenant());
    write.setString(2, head.kind());
    write.setString(3, head.id());
    write.setLong(4, version);
    write.setLong(5, now);
    for (int i = 0; i < 3; i++) {
      write.setString(6 + 3 * i, "message_received");
      write.setString(7 + 3 * i, "customer");
      write.setString(8 + 3 * i, DATA);
    }
    write.setString(15, head.id() + "/" + version);
    write.setString(16, "reply");
    write.setString(17, PAYLOAD);
    write.setLong(18, now);
    write.setString(19, "follow-up");
    write.setString(20, "follow-up");
    write.setLong(21, Shape.later(version).toEpochMilli() * 1_000);
    write.setString(22, "{}");
    try (ResultSet row = write.executeQuery()) {
      if (!row.next() || row.getLong(1) != version + 3) {
        throw new SQLException("somebody else has appended");
      }
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
