package dev.atom.jdbc;

import dev.atom.jdbc.connection.Session;
import dev.atom.jdbc.connection.SqlScript;
import dev.atom.jdbc.connection.Tables;
import dev.atom.store.StoreException;
import java.sql.SQLException;
import java.util.List;

/**
 * The tables' versions on one kind of database: {@code migrations/<database>/V1.sql} and so on, each
 * of which leads from the one before to the next.
 *
 * @param database the folder's name
 */
record Migrations(String database) {
  /** The version that this code reads and writes, on every database. */
  static final int CURRENT = 1;

  /** Refuses tables of a later Atom, whose meaning this one can't know. */
  static void requireKnown(Tables tables, int version) {
    if (version > CURRENT) {
      throw new StoreException(
          "the tables "
              + tables.prefix()
              + "* have schema "
              + version
              + ", and this atom-jdbc knows schemas up to "
              + CURRENT
              + "; update atom-jdbc to the version that wrote them");
    }
  }

  /** Runs what leads from a version, 0 for no tables, to the current one. */
  void run(Session session, int from) throws SQLException {
    for (int next = from + 1; next <= CURRENT; next++) {
      for (String statement : statements(next)) {
        session.execute(statement);
      }
    }
  }

  /** Returns the statements that lead to a version; {@code #} stands for the tables' prefix. */
  List<String> statements(int version) {
    return SqlScript.statements(
        Migrations.class, "migrations/" + database + "/V" + version + ".sql");
  }
}
