package dev.atom.jdbc.connection;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Predicate;
import javax.sql.DataSource;

/**
 * Borrows a connection for each call and gives it back as it was. Thread-safe; holds no connection
 * between calls, and no call needs two.
 */
public final class MariaConnections {
  private static final int TRIES = 10;

  private final DataSource database;
  private final Tables tables;
  private volatile boolean readCommitted;
  private volatile boolean closed;

  /** What is done with a connection. */
  public interface Work<T> {
    T run(Session session) throws SQLException;
  }

  public MariaConnections(DataSource database, Tables tables) {
    this.database = database;
    this.tables = tables;
  }

  /**
   * Makes what is missing, and finds out how connections come.
   *
   * @param schema makes the tables
   */
  public void prepare(Work<?> schema) {
    readCommitted =
        call(
            "prepare the tables",
            true,
            session -> {
              statements(session, schema);
              return session.connection().getTransactionIsolation()
                  == Connection.TRANSACTION_READ_COMMITTED;
            });
  }

  /** Runs one statement that reads, which sees the rows of one instant. */
  public <T> T read(String what, Work<T> work) {
    return call(what, false, session -> statements(session, work));
  }

  /** Runs work in a transaction of its own, again if it lost a race. */
  public <T> T write(String what, Work<T> work) {
    return call(what, true, session -> transaction(session, work));
  }

  /**
   * Runs work in a transaction of its own, again if it lost a race, and also where another took the
   * same unique key first: then it sees what is there.
   */
  public <T> T writeUnique(String what, Work<T> work) {
    return call(
        what,
        true,
        session -> transaction(session, work),
        e -> MariaFailures.isLostRace(e) || MariaFailures.isTaken(e));
  }

  private <T> T call(String what, boolean writes, Work<T> work) {
    return call(what, writes, work, MariaFailures::isLostRace);
  }

  private <T> T call(
      String what, boolean writes, Work<T> work, Predicate<SQLException> mayBeRepeated) {
    for (int tries = 1; ; tries++) {
      requireOpen();
      Connection connection = borrow(what);
      try {
        Session session = new Session(connection, tables);
        T result = work.run(session);
        session.closeStatements();
        return result;
      } catch (SQLException e) {
        if (!mayBeRepeated.test(e) || tries == TRIES) {
          throw MariaFailures.of(what, writes, e);
        }
      } finally {
        giveBack(connection);
      }
    }
  }

  private static void giveBack(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      // What was to be done is done, or its own failure is on its way.
      System.getLogger(MariaConnections.class.getName())
          .log(System.Logger.Level.DEBUG, "closing a connection failed", e);
    }
  }

  /** Runs statements that are each a transaction, or as good as, and leaves none open. */
  private static <T> T statements(Session session, Work<T> work) throws SQLException {
    boolean commits = session.connection().getAutoCommit();
    try {
      T result = work.run(session);
      if (!commits) {
        session.execute("ROLLBACK"); // the next read is to see what comes meanwhile
      }
      return result;
    } catch (SQLException | RuntimeException e) {
      if (!commits) {
        undo(session, "ROLLBACK", e);
      }
      throw e;
    }
  }

  private Connection borrow(String what) {
    try {
      return database.getConnection();
    } catch (SQLException e) {
      throw MariaFailures.unreachable(what, e);
    }
  }

  /** The words of SQL, not the driver's: they leave its settings as they are, and cost no more. */
  private <T> T transaction(Session session, Work<T> work) throws SQLException {
    if (!readCommitted) {
      session.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED"); // of the next one alone
    }
    try {
      session.execute("START TRANSACTION");
      T result = work.run(session);
      session.execute("COMMIT");
      return result;
    } catch (SQLException | RuntimeException e) {
      if (!undo(session, "ROLLBACK", e)) {
        giveUp(session.connection(), e);
      }
      throw e;
    }
  }

  private static boolean undo(Session session, String words, Exception why) {
    try {
      session.execute(words);
      return true;
    } catch (SQLException e) {
      why.addSuppressed(e); // a broken connection, or a deadlock that has rolled back all
      return false;
    }
  }

  /**
   * Ends a connection whose transaction can't be rolled back: whoever borrowed it next would begin
   * one, and with that commit what this one has begun.
   */
  private static void giveUp(Connection connection, Exception why) {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      why.addSuppressed(e);
    }
  }

  /**
   * Runs work on a host's connection, whole or not at all within the host's transaction. The time is
   * asked for by the caller, before.
   */
  public <T> T join(Connection connection, String what, Work<T> work) {
    requireOpen();
    Session session = new Session(connection, tables);
    boolean alone = false;
    try {
      alone = !isInTransaction(session);
      T result = alone ? transaction(session, work) : savepoint(session, work);
      session.closeStatements();
      return result;
    } catch (SQLException e) {
      throw MariaFailures.of(what, alone, e);
    }
  }

  /** Hosts may begin a transaction by the driver's setting or by their own statement. */
  private static boolean isInTransaction(Session session) throws SQLException {
    return !session.connection().getAutoCommit()
        || session.first("SELECT @@in_transaction", row -> row.getInt(1) == 1).orElse(false);
  }

  private static <T> T savepoint(Session session, Work<T> work) throws SQLException {
    session.execute("SAVEPOINT atom_join");
    try {
      T result = work.run(session);
      session.execute("RELEASE SAVEPOINT atom_join");
      return result;
    } catch (SQLException | RuntimeException e) {
      undo(session, "ROLLBACK TO SAVEPOINT atom_join", e);
      throw e;
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

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the store is closed");
    }
  }

  public void close() {
    closed = true;
  }
}
