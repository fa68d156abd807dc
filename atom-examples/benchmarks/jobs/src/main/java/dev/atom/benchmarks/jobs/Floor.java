package dev.atom.benchmarks.jobs;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;

/**
 * The barest scheduler: a table made for this, one thread or more that lease fifty of what is due, run
 * them and delete them, each in a transaction of its own. It retries nothing and knows no kinds.
 */
final class Floor implements Contender {
  private static final int BATCH = 50;

  private final DataSource database;
  private final AutoCloseable closed;
  private final boolean postgres;
  private final int workers;
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final List<Thread> threads = new ArrayList<>();

  Floor(DataSource database, AutoCloseable closed, int workers) throws SQLException {
    this.database = database;
    this.closed = closed;
    this.workers = workers;
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      postgres = connection.getMetaData().getURL().startsWith("jdbc:postgresql:");
      statement.execute(
          "CREATE TABLE jobs (number "
              + (postgres ? "bigint GENERATED ALWAYS AS IDENTITY" : "INTEGER")
              + " PRIMARY KEY, name text NOT NULL UNIQUE, due bigint NOT NULL,"
              + " planned bigint NOT NULL)");
      statement.execute("CREATE INDEX jobs_due ON jobs (due)");
    }
  }

  @Override
  public void plan(List<Planned> jobs) throws SQLException {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO jobs (name, due, planned) VALUES (?, ?, ?)")) {
        for (Planned job : jobs) {
          insert.setString(1, job.name());
          insert.setLong(2, job.at().toEpochMilli());
          insert.setLong(3, job.at().toEpochMilli());
          insert.addBatch();
        }
        insert.executeBatch();
      }
      connection.commit();
      connection.setAutoCommit(true);
    }
  }

  @Override
  public void start(Handler handler) {
    for (int i = 0; i < workers; i++) {
      threads.add(Thread.ofPlatform().start(() -> work(handler)));
    }
  }

  private void work(Handler handler) {
    try (Connection connection = database.getConnection();
        PreparedStatement lease =
            connection.prepareStatement(
                "UPDATE jobs SET due = ? WHERE number IN (SELECT number FROM jobs WHERE due <= ?"
                    + " ORDER BY due LIMIT ?"
                    + (postgres ? " FOR UPDATE SKIP LOCKED" : "")
                    + ") RETURNING number, planned");
        PreparedStatement delete =
            connection.prepareStatement(
                postgres
                    ? "DELETE FROM jobs WHERE number = ANY (?)"
                    : "DELETE FROM jobs WHERE number IN (SELECT value FROM json_each(?))")) {
      while (!stopped.get()) {
        List<Long> numbers = lease(lease, handler);
        if (numbers.isEmpty()) {
          Thread.sleep(1);
        } else if (postgres) {
          delete.setArray(1, connection.createArrayOf("bigint", numbers.toArray()));
          delete.executeUpdate();
        } else {
          delete.setString(1, numbers.toString());
          delete.executeUpdate();
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static List<Long> lease(PreparedStatement lease, Handler handler) throws SQLException {
    long now = System.currentTimeMillis();
    lease.setLong(1, now + 60_000);
    lease.setLong(2, now);
    lease.setInt(3, BATCH);
    List<Long> numbers = new ArrayList<>();
    try (ResultSet row = lease.executeQuery()) {
      while (row.next()) {
        numbers.add(row.getLong(1));
        handler.run(Instant.ofEpochMilli(row.getLong(2)));
      }
    }
    return numbers;
  }

  @Override
  public void close() throws Exception {
    stopped.set(true);
    for (Thread thread : threads) {
      thread.join();
    }
    closed.close();
  }
}
