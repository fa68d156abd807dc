package dev.atom.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One connection, its prepared statements and the names of the tables. Used by one thread at a time.
 */
final class Session implements AutoCloseable {
  private final Connection connection;
  private final Tables tables;
  private final Map<String, PreparedStatement> statements = new HashMap<>();

  /** What a row becomes. */
  interface Row<T> {
    T of(ResultSet row) throws SQLException;
  }

  Session(Connection connection, Tables tables) {
    this.connection = connection;
    this.tables = tables;
  }

  /** Runs a statement without parameters or result, such as BEGIN. */
  void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(tables.sql(sql));
    }
  }

  /** Changes rows and returns how many. A parameter is a String, a Long, an Integer or null. */
  int update(String sql, @Nullable Object... parameters) throws SQLException {
    return prepared(sql, parameters).executeUpdate();
  }

  <T> List<T> query(String sql, Row<T> each, @Nullable Object... parameters) throws SQLException {
    List<T> rows = new ArrayList<>();
    // The result is closed before COMMIT, which an open one would keep from ending the read.
    try (ResultSet result = prepared(sql, parameters).executeQuery()) {
      while (result.next()) {
        rows.add(each.of(result));
      }
    }
    return rows;
  }

  <T> Optional<T> first(String sql, Row<T> row, @Nullable Object... parameters)
      throws SQLException {
    return query(sql, row, parameters).stream().findFirst();
  }

  private PreparedStatement prepared(String sql, @Nullable Object... parameters)
      throws SQLException {
    PreparedStatement statement = statements.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(tables.sql(sql));
      statements.put(sql, statement);
    }
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, parameters[i]);
    }
    return statement;
  }

  @Override
  public void close() {
    try (connection) {
      for (PreparedStatement statement : statements.values()) {
        statement.close();
      }
    } catch (SQLException e) {
      // Nothing is pending on it: what was written is committed, and nobody can act on this.
      System.getLogger(Session.class.getName())
          .log(System.Logger.Level.DEBUG, "closing a SQLite connection failed", e);
    }
  }
}
