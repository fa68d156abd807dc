package dev.atom.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A column of several rows, as an array that goes to the server in one parameter.
 *
 * @param type the elements' type by its name in the database
 * @param values the elements
 */
record Column(String type, @Nullable Object[] values) {
  static <T> Column text(List<T> rows, Function<T, @Nullable String> value) {
    return of("text", rows, value, new String[rows.size()]);
  }

  static <T> Column bigint(List<T> rows, Function<T, @Nullable Long> value) {
    return of("int8", rows, value, new Long[rows.size()]);
  }

  static <T> Column integer(List<T> rows, Function<T, Integer> value) {
    return of("int4", rows, value, new Integer[rows.size()]);
  }

  static <T> Column bool(List<T> rows, Function<T, Boolean> value) {
    return of("bool", rows, value, new Boolean[rows.size()]);
  }

  private static <T> Column of(
      String type, List<T> rows, Function<T, ?> value, @Nullable Object[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = value.apply(rows.get(i));
    }
    return new Column(type, values);
  }

  void set(PreparedStatement statement, int index, Connection connection) throws SQLException {
    statement.setArray(index, connection.createArrayOf(type, values));
  }
}
