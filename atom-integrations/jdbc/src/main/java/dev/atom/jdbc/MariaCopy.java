package dev.atom.jdbc;

import dev.atom.jdbc.connection.DatabaseKind;
import dev.atom.jdbc.connection.MariaFailures;
import dev.atom.jdbc.connection.Session;
import dev.atom.jdbc.connection.Tables;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Copies the rows of a store on MariaDB. */
record MariaCopy(DataSource database, Tables tables) implements TableCopy {
  private static final TableRows ROWS = TableRows.of(DatabaseKind.MARIADB);

  @Override
  public String kind() {
    return "mariadb";
  }

  @Override
  public void read(Sink sink) {
    run("back up", false, session -> ROWS.read(session, sink));
  }

  @Override
  public void requireEmpty() {
    run("look for rows", false, ROWS::requireEmpty);
  }

  @Override
  public void write(Path backup, boolean holdEffects) {
    run(
        "restore",
        true,
        session -> {
          ROWS.write(session, backup, "", holdEffects);
          long last =
              session
                  .first("SELECT coalesce(max(number), 0) FROM #jobs", row -> row.getLong(1))
                  .orElse(0L);
          // Takes nothing but a number as it stands; a lower one changes nothing.
          session.first("SELECT setval(#job_numbers, " + (last + 1) + ", 0)", row -> true);
        });
  }

  private interface Work {
    void run(Session session) throws SQLException;
  }

  /**
   * Runs work in one transaction. One that reads sees the rows of one instant; in one that writes,
   * tables that were found empty take in nobody else's rows, because it is serializable.
   */
  private void run(String what, boolean writes, Work work) {
    String isolation = writes ? "SERIALIZABLE" : "REPEATABLE READ";
    try (Connection connection = database.getConnection()) {
      Session session = new Session(connection, tables);
      session.execute("SET TRANSACTION ISOLATION LEVEL " + isolation);
      session.execute("START TRANSACTION" + (writes ? "" : " WITH CONSISTENT SNAPSHOT"));
      try {
        work.run(session);
        session.execute("COMMIT");
      } finally {
        session.execute("ROLLBACK"); // nothing is left to roll back after a commit
        session.closeStatements();
      }
    } catch (SQLException e) {
      throw MariaFailures.of(what, writes, e);
    }
  }
}
