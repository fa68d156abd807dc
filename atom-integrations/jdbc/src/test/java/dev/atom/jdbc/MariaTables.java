package dev.atom.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;

/** The tables of a test's store on MariaDB. */
final class MariaTables {
  private MariaTables() {}

  /** Removes all rows; does nothing where there are no tables yet. */
  static void makeEmpty(DataSource database) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      for (String table :
          List.of(
              "subjects",
              "events",
              "jobs",
              "limited",
              "unique_keys",
              "leases",
              "contents",
              "chunks")) {
        if (connection
            .getMetaData()
            .getTables(connection.getCatalog(), null, "atom_" + table, null)
            .next()) {
          statement.execute("DELETE FROM atom_" + table);
        }
      }
    }
  }
}
