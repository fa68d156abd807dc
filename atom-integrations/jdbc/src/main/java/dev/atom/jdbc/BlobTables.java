package dev.atom.jdbc;

import dev.atom.jdbc.connection.DatabaseKind;
import dev.atom.jdbc.connection.MariaConnections;
import dev.atom.jdbc.connection.PostgresConnections;
import dev.atom.jdbc.connection.Session;
import dev.atom.jdbc.connection.SqliteConnections;
import dev.atom.jdbc.connection.Tables;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/** Runs short work on the tables of contents, whatever the database. Thread-safe. */
interface BlobTables extends AutoCloseable {
  /** What is done with a connection. It may be run more than once, and touches only the tables. */
  interface Work<T> {
    T run(Session session) throws SQLException;
  }

  /** Runs work that reads. */
  <T> T read(String what, Work<T> work);

  /** Runs work in one transaction that sees what others have committed before each statement. */
  <T> T write(String what, Work<T> work);

  @Override
  void close();

  /** Makes the tables that are lacking. */
  static BlobTables on(DataSource database, Tables tables) {
    return switch (DatabaseKind.of(database)) {
      case SQLITE -> onSqlite(database, tables, SqliteStore.BUSY_TIMEOUT);
      case POSTGRESQL -> onPostgres(database, tables);
      case MARIADB -> onMaria(database, tables);
    };
  }

  private static BlobTables onSqlite(DataSource database, Tables tables, Duration busyTimeout) {
    SqliteConnections connections =
        new SqliteConnections(database::getConnection, tables, busyTimeout);
    try {
      SqliteSchema.prepare(connections);
    } catch (RuntimeException e) {
      connections.close();
      throw e;
    }
    return new BlobTables() {
      @Override
      public <T> T read(String what, Work<T> work) {
        return connections.read(what, work::run);
      }

      @Override
      public <T> T write(String what, Work<T> work) {
        return connections.write(what, work::run);
      }

      @Override
      public void close() {
        connections.close();
      }
    };
  }

  private static BlobTables onPostgres(DataSource database, Tables tables) {
    PostgresConnections connections = new PostgresConnections(database, tables);
    connections.prepare(PostgresSchema::prepare);
    return new BlobTables() {
      @Override
      public <T> T read(String what, Work<T> work) {
        return connections.read(what, work::run);
      }

      @Override
      public <T> T write(String what, Work<T> work) {
        return connections.write(what, session -> PostgresTransaction.run(session, work));
      }

      @Override
      public void close() {
        connections.close();
      }
    };
  }

  private static BlobTables onMaria(DataSource database, Tables tables) {
    MariaConnections connections = new MariaConnections(database, tables);
    connections.prepare(MariaSchema::prepare);
    return new BlobTables() {
      @Override
      public <T> T read(String what, Work<T> work) {
        return connections.read(what, work::run);
      }

      @Override
      public <T> T write(String what, Work<T> work) {
        return connections.writeUnique(what, work::run);
      }

      @Override
      public void close() {
        connections.close();
      }
    };
  }
}
