package dev.atom.jdbc.connection;

import dev.atom.store.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;

/** The connections of one store: one that writes and a few that read beside it. Thread-safe. */
public final class SqliteConnections implements AutoCloseable {
  private static final int READERS = 4;

  private final Source source;
  private final Tables tables;
  private final Duration busyTimeout;
  private final SqliteWriter writer = new SqliteWriter(this::open);
  private final Semaphore reading = new Semaphore(READERS, true);
  private final Deque<Session> idleReaders = new ConcurrentLinkedDeque<>();
  private volatile boolean closed;

  /** Where connections come from. */
  public interface Source {
    Connection open() throws SQLException;
  }

  /** What is done with a connection. */
  public interface Work<T> {
    T run(Session session) throws SQLException;
  }

  public SqliteConnections(Source source, Tables tables, Duration busyTimeout) {
    this.source = source;
    this.tables = tables;
    this.busyTimeout = busyTimeout;
  }

  /**
   * Makes the tables unless they are as they should be.
   *
   * @param current tells whether they are
   * @param making makes them; asks again, as another process may have been first
   */
  public void prepare(Work<Boolean> current, Work<?> making) {
    if (!read("read the schema's version", current)) {
      write("make the tables", making);
    }
  }

  /**
   * Runs work in a transaction that holds the write lock from its beginning, perhaps together with
   * that of others. It may be run more than once, so it has no effect but on the database; what it
   * refuses, it refuses before it writes.
   */
  public <T> T write(String what, Work<T> work) {
    return writer.write(what, work);
  }

  public <T> T read(String what, Work<T> work) {
    try {
      reading.acquire();
    } catch (InterruptedException e) {
      throw SqliteFailures.interrupted(what, e);
    }
    try {
      if (closed) {
        throw new IllegalStateException("the store is closed");
      }
      Session session = idleReaders.poll();
      if (session == null) {
        session = open();
      }
      boolean healthy = false;
      try {
        T result = work.run(session);
        healthy = true;
        return result;
      } finally {
        giveBack(session, healthy);
      }
    } catch (SQLException e) {
      throw SqliteFailures.of(what, e);
    } finally {
      reading.release();
    }
  }

  private void giveBack(Session session, boolean healthy) {
    if (!healthy) {
      session.close();
      return;
    }
    idleReaders.push(session);
    if (closed) {
      closeReaders(); // close() may have looked before this one came back
    }
  }

  /** Returns a session on a host's connection, which stays the host's. */
  public Session join(Connection connection) {
    if (closed) {
      throw new IllegalStateException("the store is closed");
    }
    return new Session(connection, tables);
  }

  private Session open() throws SQLException {
    Session session = new Session(source.open(), tables);
    try {
      SqliteJournal.prepare(session, busyTimeout);
      return session;
    } catch (SQLException | StoreException e) {
      session.close();
      throw e;
    }
  }

  @Override
  public void close() {
    closed = true;
    writer.close();
    closeReaders();
  }

  private void closeReaders() {
    for (Session session = idleReaders.poll(); session != null; session = idleReaders.poll()) {
      session.close();
    }
  }
}
