package dev.atom.jdbc.connection;

import dev.atom.store.StoreException;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.Locale;
import javax.sql.DataSource;

/** The databases that there are engines for. */
public enum DatabaseKind {
  SQLITE,
  POSTGRESQL,
  MARIADB;

  /** Asks a database what it is, and refuses any other. */
  public static DatabaseKind of(DataSource database) {
    String name = productName(database);
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "sqlite" -> SQLITE;
      case "postgresql" -> POSTGRESQL;
      case "mariadb" -> MARIADB;
      default ->
          throw new StoreException(
              "there is no store for the database \""
                  + name
                  + "\"; use PostgreSQL 13 or later, MariaDB 10.6 or later (with its own driver), or"
                  + " SQLite");
    };
  }

  private static String productName(DataSource database) {
    try (Connection connection = database.getConnection()) {
      DatabaseMetaData server = connection.getMetaData();
      return server.getDatabaseProductName();
    } catch (SQLException e) {
      throw new StoreException(
          true, "could not ask the database what it is: " + e.getMessage() + "; see the cause", e);
    }
  }
}
