package dev.atom.jdbc.connection;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * Borrows a connection for each call and gives it back as it was. Thread-safe; holds no connection
 * between calls, and no call needs two.
 */
public final class PostgresConnections {
  private static final int TRIES = 10;

  private final DataSource database;
  private final Tables tables;
  private volatile boolean readCommitted = true;
  private volatile boolean closed;

  /** What is done with a connection that commits each statement. */
  public interface Work<T> {
    T run(Session session) throws SQLException;
  }

  public PostgresConnections(DataSource database, Tables tables) {
    this.database = database;
    this.tables = tables;
  }

  /**
   * Makes what is missing, and finds out how connections come.
   *
   * @param schema makes the tables. If it fails it is rolled back whole, and what another host has
   *     made is no failure
   */
  public void prepare(Work<?> schema) {
    call(
        "prepare the tables",
        true,
        session -> {
          schema.run(session);
          readCommitted =
              session
                  .first("SHOW transaction_isolation", row -> row.getString(1))
                  .filter("read committed"::equals)
                  .isPresent();
          return readCommitted;
        });
  }

  public <T> T read(String what, Work<T> work) {
    return call(what, false, work);
  }

  public <T> T write(String what, Work<T> work) {
    return call(what, true, work);
  }

  /** Runs work whose single statement is its transaction, again if it lost a race. */
  private <T> T call(String what, boolean writes, Work<T> work) {
    for (int tries = 1; ; tries++) {
      requireOpen();
      Connection connection = borrow(what);
      try {
        return run(connection, work);
      } catch (SQLException e) {
        if (!PostgresFailures.isLostRace(e) || tries == TRIES) {
          throw PostgresFailures.of(what, writes, e);
        }
      } finally {
        giveBack(connection);
      }
    }
  }

  /** Returns where connections come from. */
  public DataSource database() {
    requireOpen();
    return database;
  }

  /** Returns the names of the tables. */
  public Tables tables() {
    return tables;
  }

  private Connection borrow(String what) {
    try {
      return database.getConnection();
    } catch (SQLException e) {
      throw PostgresFailures.unreachable(what, e);
    }
  }

  private <T> T run(Connection connection, Work<T> work) throws SQLException {
    boolean commits = connection.getAutoCommit();
    if (!commits) {
      connection.setAutoCommit(true);
    }
    int isolation = 0;
    if (!readCommitted) {
      isolation = connection.getTransactionIsolation();
      connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    }
    Session session = new Session(connection, tables);
    T result;
    try {
      result = work.run(session);
    } catch (SQLException | RuntimeException e) {
      restoreAfter(e, session, isolation, commits);
      throw e;
    }
    try {
      restore(session, isolation, commits);
    } catch (SQLException e) {
      log("giving back a connection failed", e); // what was to be done is done
    }
    return result;
  }

  private void restoreAfter(Exception failure, Session session, int isolation, boolean commits) {
    try {
      restore(session, isolation, commits);
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
  }

  private void restore(Session session, int isolation, boolean commits) throws SQLException {
    session.closeStatements();
    if (isolation != 0) {
      session.connection().setTransactionIsolation(isolation);
    }
    if (!commits) {
      session.connection().setAutoCommit(false);
    }
  }

  private static void giveBack(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      log("closing a connection failed", e);
    }
  }

  /**
   * Runs a statement on a host's connection, in its transaction. The time is asked for by the caller,
   * before.
   */
  public <T> T join(Connection connection, String what, Work<T> work) {
    requireOpen();
    Session session = new Session(connection, tables);
    try {
      try {
        return work.run(session);
      } finally {
        session.closeStatements();
      }
    } catch (SQLException e) {
      throw PostgresFailures.of(what, autoCommits(connection), e);
    }
  }

  /** Within a transaction nothing is written before the host commits. */
  private static boolean autoCommits(Connection connection) {
    try {
      return connection.getAutoCommit();
    } catch (SQLException e) {
      return false;
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the store is closed");
    }
  }

  public void close() {
    closed = true;
  }

  private static void log(String what, SQLException e) {
    System.getLogger(PostgresConnections.class.getName()).log(System.Logger.Level.DEBUG, what, e);
  }
}
