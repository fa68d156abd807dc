package dev.atom.jdbc;

import dev.atom.jdbc.connection.Session;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * A call of a function of the database with named arguments; those that are left out keep their
 * defaults. Calls with the same names are the same statement, which the driver keeps prepared.
 */
final class FunctionCall {
  private final StringBuilder sql;
  private final List<Object> values = new ArrayList<>();

  FunctionCall(String columns, String function) {
    sql =
        new StringBuilder(600).append("SELECT ").append(columns).append(" FROM ").append(function);
  }

  FunctionCall with(String name, Object value) {
    sql.append(values.isEmpty() ? '(' : ',').append(name).append(" => ?");
    values.add(value);
    return this;
  }

  <T> List<T> rows(Connection connection, Session.Row<T> each) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql.append(')').toString())) {
      for (int i = 0; i < values.size(); i++) {
        set(statement, i + 1, values.get(i), connection);
      }
      List<T> rows = new ArrayList<>();
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          rows.add(each.of(result));
        }
      }
      return rows;
    }
  }

  private static void set(
      PreparedStatement statement, int index, Object value, Connection connection)
      throws SQLException {
    if (value instanceof Column column) {
      column.set(statement, index, connection);
    } else if (value instanceof Long number) {
      statement.setLong(index, number);
    } else if (value instanceof Integer number) {
      statement.setInt(index, number);
    } else {
      statement.setString(index, (String) value);
    }
  }
}
