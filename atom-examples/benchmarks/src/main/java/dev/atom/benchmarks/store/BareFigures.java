package dev.atom.benchmarks.store;

import dev.atom.store.Subject;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The floors of {@link StoreFigures}: the same by hand, on the tables of {@link BareSqlite}. */
final class BareFigures implements AutoCloseable {
  private final Path file;
  private final BareSqlite bare;
  private final Connection connection;

  BareFigures(Path file) throws SQLException {
    this.file = file;
    bare = new BareSqlite(file);
    connection = connection();
    execute("CREATE TABLE keys (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID");
    execute(
        "CREATE TABLE jobs (number INTEGER PRIMARY KEY, kind TEXT NOT NULL, payload TEXT NOT NULL,"
            + " due INTEGER NOT NULL)");
    execute("CREATE INDEX jobs_due ON jobs (kind, due)");
  }

  private Connection connection() throws SQLException {
    Connection made = DriverManager.getConnection("jdbc:sqlite:" + file);
    try (Statement statement = made.createStatement()) {
      statement.execute("PRAGMA busy_timeout = 60000");
      statement.execute("PRAGMA synchronous = FULL");
    }
    return made;
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Median and 99th of reads of the last 20 of 25 or more events, payloads as text. */
  double[] reads(int subjects, Duration time) throws SQLException {
    for (int from = 0; from < subjects; from += 100) {
      bare.begin();
      for (int i = from; i < Math.min(subjects, from + 100); i++) {
        for (int version = 0; version < 25; version += 3) {
          bare.write(i, version);
        }
      }
      bare.commit();
    }
    Random random = new Random(1);
    try (PreparedStatement read =
        connection.prepareStatement(
            "SELECT e.version, e.at, e.type, e.actor, e.cause, e.data FROM heads AS h"
                + " CROSS JOIN events AS e ON e.head = h.number"
                + " WHERE h.tenant = ? AND h.kind = ? AND h.id = ?"
                + " ORDER BY e.version DESC LIMIT 20")) {
      return StoreFigures.percentiles(
          time, () -> read(read, Shape.subject(random.nextInt(subjects))));
    }
  }

  private static int read(PreparedStatement read, Subject subject) throws SQLException {
    read.setString(1, subject.tenant());
    read.setString(2, subject.kind());
    read.setString(3, subject.id());
    List<Object[]> rows = new ArrayList<>();
    try (ResultSet row = read.executeQuery()) {
      while (row.next()) {
        rows.add(
            new Object[] {
              row.getLong(1),
              row.getLong(2),
              row.getString(3),
              row.getString(4),
              row.getString(5),
              row.getString(6)
            });
      }
    }
    return rows.size();
  }

  /** Inserts of a key a second, each its own commit, a connection for each thread. */
  double keys(int threads, Duration time) throws Exception {
    List<Connection> connections = new ArrayList<>();
    List<PreparedStatement> inserts = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      connections.add(connection());
      inserts.add(connections.get(i).prepareStatement("INSERT INTO keys VALUES (?, ?)"));
    }
    try {
      return StoreFigures.rate(
          threads,
          time,
          (thread, i) -> {
            PreparedStatement insert = inserts.get(thread);
            insert.setString(1, thread + "/" + i);
            insert.setString(2, "m-" + i);
            insert.executeUpdate();
          });
    } finally {
      for (Connection each : connections) {
        each.close();
      }
    }
  }

  /** Jobs a second that are leased, then deleted, so many at once. */
  double jobs(int batch, Duration time) throws SQLException {
    long spent = 0;
    long done = 0;
    try (PreparedStatement lease =
            connection.prepareStatement(
                "UPDATE jobs SET due = ? WHERE number IN (SELECT number FROM jobs"
                    + " WHERE kind = 'reply' AND due <= ? ORDER BY due LIMIT ?)"
                    + " RETURNING number, kind, payload");
        PreparedStatement delete =
            connection.prepareStatement("DELETE FROM jobs WHERE number = ?")) {
      while (spent < time.toNanos()) {
        fill(10 * batch);
        long begin = System.nanoTime();
        for (int i = 0; i < 10; i++) {
          done += leaseAndDelete(lease, delete, batch);
        }
        spent += System.nanoTime() - begin;
      }
    }
    return done / (spent / 1e9);
  }

  private int leaseAndDelete(PreparedStatement lease, PreparedStatement delete, int batch)
      throws SQLException {
    long now = System.currentTimeMillis() * 1_000;
    lease.setLong(1, now + 60_000_000);
    lease.setLong(2, now);
    lease.setInt(3, batch);
    List<Long> numbers = new ArrayList<>();
    try (ResultSet row = lease.executeQuery()) {
      while (row.next()) {
        numbers.add(row.getLong(1));
      }
    }
    execute("BEGIN IMMEDIATE");
    for (long number : numbers) {
      delete.setLong(1, number);
      delete.executeUpdate();
    }
    execute("COMMIT");
    return numbers.size();
  }

  private void fill(int jobs) throws SQLException {
    execute("BEGIN IMMEDIATE");
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO jobs VALUES (NULL, 'reply', '{}', 0)")) {
      for (int i = 0; i < jobs; i++) {
        insert.executeUpdate();
      }
    }
    execute("COMMIT");
  }

  @Override
  public void close() throws SQLException {
    connection.close();
    bare.close();
  }
}
