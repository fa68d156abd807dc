package dev.atom.jdbc;

import dev.atom.jdbc.connection.Session;
import dev.atom.jdbc.connection.SqliteConnections.Work;
import dev.atom.jdbc.connection.SqliteFailures;
import java.sql.SQLException;

/** Work on a host's connection, whole or not at all within the host's transaction. */
final class SqliteJoin {
  private SqliteJoin() {}

  /** Runs it in a savepoint, which outside of a transaction is one. */
  static <T> T run(Session session, String what, Work<T> work) {
    try {
      session.run("SAVEPOINT atom_join");
      try {
        // Takes the write lock, as far as the host has not, before anything is read.
        session.run("DELETE FROM #schema WHERE false");
        T result = work.run(session);
        session.run("RELEASE atom_join");
        return result;
      } catch (SQLException | RuntimeException e) {
        undo(session, e);
        throw e;
      } finally {
        session.closeStatements();
      }
    } catch (SQLException e) {
      throw SqliteFailures.of(what, e);
    }
  }

  private static void undo(Session session, Exception why) {
    try {
      session.run("ROLLBACK TO atom_join");
      session.run("RELEASE atom_join");
    } catch (SQLException e) {
      why.addSuppressed(e); // such as a full disk, which has ended the host's transaction too
    }
  }
}
