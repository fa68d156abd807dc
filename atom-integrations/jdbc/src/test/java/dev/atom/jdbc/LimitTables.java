package dev.atom.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** The tables of limits that tests share, one after the other. */
final class LimitTables {
  private LimitTables() {}

  static void makeEmpty(DataSource database, String prefix) {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("DELETE FROM " + prefix + "limits");
      statement.execute("DELETE FROM " + prefix + "limit_holds");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
