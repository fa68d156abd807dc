package dev.atom.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** The tables of a database that tests share, one after the other. */
final class PostgresTables {
  private PostgresTables() {}

  /** Empties them, as far as they are there. */
  static void makeEmpty(DataSource database) {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "DO $$ BEGIN IF to_regclass('atom_schema') IS NOT NULL THEN"
              + " TRUNCATE atom_subjects, atom_events, atom_jobs, atom_unique_keys, atom_leases,"
              + " atom_contents, atom_chunks, atom_usage, atom_budgets, atom_budget_slots,"
              + " atom_budget_holds, atom_cache;"
              + " END IF; END $$");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
