package dev.atom.jdbc;

import dev.atom.jdbc.connection.PostgresFailures;
import dev.atom.jdbc.connection.Session;
import java.sql.Connection;
import java.sql.SQLException;

/** Several statements at once, on a connection that commits each. */
final class PostgresTransaction {
  private static final int TRIES = 10;

  private PostgresTransaction() {}

  /** Runs work, again where another took the same unique key first: then it sees what is there. */
  static <T> T run(Session session, BlobTables.Work<T> work) throws SQLException {
    for (int tries = 1; ; tries++) {
      try {
        return once(session, work);
      } catch (SQLException e) {
        if (!PostgresFailures.isTaken(e) || tries == TRIES) {
          throw e;
        }
      }
    }
  }

  private static <T> T once(Session session, BlobTables.Work<T> work) throws SQLException {
    Connection connection = session.connection();
    connection.setAutoCommit(false);
    T result;
    try {
      result = work.run(session);
      connection.commit();
    } catch (SQLException | RuntimeException e) {
      rollBack(connection, e);
      throw e;
    }
    connection.setAutoCommit(true);
    return result;
  }

  /** What has failed is told, and not that a broken connection can't be rolled back either. */
  private static void rollBack(Connection connection, Exception why) {
    try {
      connection.rollback();
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      why.addSuppressed(e);
    }
  }
}
