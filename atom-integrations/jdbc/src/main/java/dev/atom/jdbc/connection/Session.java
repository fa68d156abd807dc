package dev.atom.jdbc.connection;

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
public final class Session implements AutoCloseable {
  private final Connection connection;
  private final Tables tables;
  private final Map<String, PreparedStatement> statements = new HashMap<>();
  private long updates;

  /** What a row becomes. */
  public interface Row<T> {
    T of(ResultSet row) throws SQLException;
  }

  public Session(Connection connection, Tables tables) {
    this.connection = connection;
    this.tables = tables;
  }

  public Connection connection() {
    return connection;
  }

  public Tables tables() {
    return tables;
  }

  /** How many statements have changed rows: as many before and after, if nothing was written. */
  public long updates() {
    return updates;
  }

  /** Runs a statement without parameters or result that is not worth keeping; it may change anything. */
  public void execute(String sql) throws SQLException {
    updates++;
    try (Statement statement = connection.createStatement()) {
      statement.execute(tables.sql(sql));
    }
  }

  /** Runs a statement without parameters or result, such as BEGIN, again and again. */
  public void run(String sql) throws SQLException {
    prepared(sql).execute();
  }

  /** Changes rows and returns how many. A parameter is a String, Long, Integer, byte[] or null. */
  public int update(String sql, @Nullable Object... parameters) throws SQLException {
    int rows = prepared(sql, parameters).executeUpdate();
    if (rows > 0) {
      updates++;
    }
    return rows;
  }

  /** Changes rows and reads what the statement returns. */
  public <T> List<T> updating(String sql, Row<T> each, @Nullable Object... parameters)
      throws SQLException {
    updates++;
    return query(sql, each, parameters);
  }

  public <T> List<T> query(String sql, Row<T> each, @Nullable Object... parameters)
      throws SQLException {
    List<T> rows = new ArrayList<>();
    // The result is closed before COMMIT, which an open one would keep from ending the read.
    try (ResultSet result = prepared(sql, parameters).executeQuery()) {
      while (result.next()) {
        rows.add(each.of(result));
      }
    }
    return rows;
  }

  public <T> Optional<T> first(String sql, Row<T> row, @Nullable Object... parameters)
      throws SQLException {
    try (ResultSet result = prepared(sql, parameters).executeQuery()) {
      return result.next() ? Optional.of(row.of(result)) : Optional.empty();
    }
  }

  /** Returns a statement that this session keeps, for many rows that are written at once. */
  public PreparedStatement batch(String sql) throws SQLException {
    updates++;
    return prepared(sql);
  }

  /** Returns a statement that this session keeps, its parameters set. */
  public PreparedStatement prepared(String sql, @Nullable Object... parameters)
      throws SQLException {
    PreparedStatement statement = statements.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(tables.sql(sql));
      statements.put(sql, statement);
    }
    for (int i = 0; i < parameters.length; i++) {
      Object parameter = parameters[i];
      if (parameter instanceof String text) {
        statement.setString(i + 1, text);
      } else if (parameter instanceof Long number) {
        statement.setLong(i + 1, number);
      } else if (parameter instanceof Integer number) {
        statement.setInt(i + 1, number);
      } else if (parameter instanceof byte[] bytes) {
        statement.setBytes(i + 1, bytes);
      } else {
        statement.setObject(i + 1, parameter);
      }
    }
    return statement;
  }

  /** Closes the statements and leaves the connection to whom it belongs. */
  public void closeStatements() throws SQLException {
    for (PreparedStatement statement : statements.values()) {
      statement.close();
    }
    statements.clear();
  }

  @Override
  public void close() {
    try (connection) {
      closeStatements();
    } catch (SQLException e) {
      // Nothing is pending on it: what was written is committed, and nobody can act on this.
      System.getLogger(Session.class.getName())
          .log(System.Logger.Level.DEBUG, "closing a connection failed", e);
    }
  }
}
