package dev.atom.jdbc;

import dev.atom.jdbc.connection.DatabaseKind;
import dev.atom.jdbc.connection.PostgresFailures;
import dev.atom.jdbc.connection.Session;
import dev.atom.jdbc.connection.Tables;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/** Copies the rows of a store on PostgreSQL. */
record PostgresCopy(DataSource database, Tables tables) implements TableCopy {
  private static final TableRows ROWS = TableRows.of(DatabaseKind.POSTGRESQL);

  @Override
  public String kind() {
    return "postgresql";
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
          session.execute(
              "LOCK TABLE #subjects, #events, #jobs, #unique_keys, #usage, #budgets, #budget_slots,"
                  + " #budget_holds IN EXCLUSIVE MODE");
          ROWS.write(session, backup, " OVERRIDING SYSTEM VALUE", holdEffects);
          for (String table : List.of("#subjects", "#usage", "#budgets")) {
            session.execute(
                "SELECT setval(pg_get_serial_sequence('"
                    + table
                    + "', 'number'), (SELECT coalesce(max(number), 0) + 1 FROM "
                    + table
                    + "), false)");
          }
          session.execute(
              "SELECT setval('#job_numbers',"
                  + " (SELECT coalesce(max(number), 0) + 1 FROM #jobs), false)");
        });
  }

  private interface Work {
    void run(Session session) throws SQLException;
  }

  /** Runs work in one transaction, which sees the rows of one instant. */
  private void run(String what, boolean writes, Work work) {
    try (Connection connection = database.getConnection()) {
      boolean commits = connection.getAutoCommit();
      int isolation = connection.getTransactionIsolation();
      connection.setAutoCommit(false);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      Session session = new Session(connection, tables);
      try {
        work.run(session);
        connection.commit();
      } finally {
        connection.rollback(); // nothing is left to roll back after a commit
        session.closeStatements();
        connection.setTransactionIsolation(isolation);
        connection.setAutoCommit(commits);
      }
    } catch (SQLException e) {
      throw PostgresFailures.of(what, writes, e);
    }
  }
}
