package dev.atom.jdbc;

import dev.atom.store.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One connection that writes, for which callers queue fairly, and a few that read beside it.
 * Thread-safe.
 */
final class Connections implements AutoCloseable {
  private static final int READERS = 4;

  private final Source source;
  private final Tables tables;
  private final Duration busyTimeout;
  private final ReentrantLock writing = new ReentrantLock(true);
  private final Semaphore reading = new Semaphore(READERS, true);
  private final Deque<Session> idleReaders = new ConcurrentLinkedDeque<>();
  private @Nullable Session writer;
  private volatile boolean closed;

  /** Where connections come from. */
  interface Source {
    Connection open() throws SQLException;
  }

  /** What is done with a connection. */
  interface Work<T> {
    T run(Session session) throws SQLException;
  }

  Connections(Source source, Tables tables, Duration busyTimeout) {
    this.source = source;
    this.tables = tables;
    this.busyTimeout = busyTimeout;
  }

  /** Brings the tables to this version's schema. */
  void prepare() {
    int schema = read("read the schema's version", session -> Schema.version(session, tables));
    if (schema != Schema.CURRENT) {
      write("make the tables", session -> Schema.migrate(session, tables));
    }
  }

  /**
   * Runs work in a transaction that holds the write lock from its beginning. BEGIN and COMMIT are
   * said here: the driver's own would begin anew, and lock, right after each commit.
   */
  <T> T write(String what, Work<T> work) {
    lockForWriting(what);
    try {
      Session session = writer();
      begin(session);
      boolean committed = false;
      try {
        T result = work.run(session);
        session.execute("COMMIT");
        committed = true;
        return result;
      } finally {
        if (!committed) {
          rollBack(session);
        }
      }
    } catch (SQLException e) {
      throw Failures.of(what, e);
    } finally {
      writing.unlock();
    }
  }

  <T> T read(String what, Work<T> work) {
    try {
      reading.acquire();
    } catch (InterruptedException e) {
      throw Failures.interrupted(what, e);
    }
    try {
      requireOpen();
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
      throw Failures.of(what, e);
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

  private void lockForWriting(String what) {
    try {
      writing.lockInterruptibly();
    } catch (InterruptedException e) {
      throw Failures.interrupted(what, e);
    }
  }

  private Session writer() throws SQLException {
    requireOpen();
    Session session = writer;
    if (session == null) {
      session = open();
      writer = session;
    }
    return session;
  }

  /** A connection that can't even begin, though nobody else writes, is given up. */
  private void begin(Session session) throws SQLException {
    try {
      session.execute("BEGIN IMMEDIATE");
    } catch (SQLException e) {
      if (!Failures.isBusy(e)) {
        writer = null;
        session.close();
      }
      throw e;
    }
  }

  /** A connection whose transaction can't be ended is given up; the next write opens another. */
  private void rollBack(Session session) {
    try {
      session.execute("ROLLBACK");
    } catch (SQLException e) {
      writer = null;
      session.close();
    }
  }

  private Session open() throws SQLException {
    Connection connection = source.open();
    Session session = new Session(connection, tables);
    try {
      connection.setAutoCommit(true);
      session.execute("PRAGMA busy_timeout = " + busyTimeout.toMillis());
      Schema.useWriteAheadLog(session, busyTimeout);
      session.execute("PRAGMA synchronous = FULL");
      return session;
    } catch (SQLException | StoreException e) {
      session.close();
      throw e;
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the store is closed");
    }
  }

  @Override
  public void close() {
    closed = true;
    writing.lock();
    try {
      if (writer != null) {
        writer.close();
        writer = null;
      }
    } finally {
      writing.unlock();
    }
    closeReaders();
  }

  private void closeReaders() {
    for (Session session = idleReaders.poll(); session != null; session = idleReaders.poll()) {
      session.close();
    }
  }
}
