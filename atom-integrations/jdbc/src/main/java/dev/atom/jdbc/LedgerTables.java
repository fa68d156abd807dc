package dev.atom.jdbc;

import dev.atom.jdbc.connection.DatabaseKind;
import dev.atom.jdbc.connection.Session;
import dev.atom.jdbc.connection.Tables;
import dev.atom.store.StoreException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Runs short work on the tables of usage, budgets and caches, whatever the database. Thread-safe. */
final class LedgerTables implements AutoCloseable {
  private final BlobTables tables;
  private final DatabaseKind kind;

  private LedgerTables(BlobTables tables, DatabaseKind kind) {
    this.tables = tables;
    this.kind = kind;
  }

  /** Makes the tables that are lacking; refuses MariaDB. */
  static LedgerTables on(DataSource database, String tablePrefix, String what) {
    Tables tables = Tables.named(tablePrefix);
    DatabaseKind kind = DatabaseKind.of(database);
    if (kind == DatabaseKind.MARIADB) {
      throw new StoreException(
          what
              + " is kept in SQLite or PostgreSQL, not in MariaDB yet; use one of these beside it");
    }
    return new LedgerTables(BlobTables.on(database, tables), kind);
  }

  boolean isPostgres() {
    return kind == DatabaseKind.POSTGRESQL;
  }

  <T> T read(String what, BlobTables.Work<T> work) {
    return tables.read(what, work);
  }

  <T> T write(String what, BlobTables.Work<T> work) {
    return tables.write(what, work);
  }

  /** Runs work whose statements all see the tables as they were at one moment. */
  <T> T snapshot(String what, BlobTables.Work<T> work) {
    return isPostgres()
        ? tables.write(
            what,
            session -> {
              session.run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
              return work.run(session);
            })
        : tables.read(
            what,
            session -> {
              session.run("BEGIN");
              T result = work.run(session);
              session.run("COMMIT");
              return result;
            });
  }

  /** Runs a query that is made for the occasion and not worth keeping. */
  static <T> List<T> query(
      Session session, String sql, Session.Row<T> each, List<@Nullable Object> parameters)
      throws SQLException {
    List<T> rows = new ArrayList<>();
    try (PreparedStatement statement =
        session.connection().prepareStatement(session.tables().sql(sql))) {
      for (int i = 0; i < parameters.size(); i++) {
        statement.setObject(i + 1, parameters.get(i));
      }
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          rows.add(each.of(result));
        }
      }
    }
    return rows;
  }

  @Override
  public void close() {
    tables.close();
  }
}
