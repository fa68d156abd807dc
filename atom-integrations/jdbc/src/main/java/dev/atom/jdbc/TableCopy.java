package dev.atom.jdbc;

import dev.atom.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/** Copies all rows of a store to and from a backup. */
interface TableCopy {
  static TableCopy of(JdbcStore store) {
    return switch (store) {
      case SqliteStore sqlite -> sqlite.tableCopy();
      case PostgresStore postgres -> postgres.tableCopy();
      case MariaStore maria -> maria.tableCopy();
    };
  }

  /** Names the kind of database. */
  String kind();

  /** Reads all rows of one instant. */
  void read(Sink sink);

  /** Refuses a store that has rows already. */
  void requireEmpty();

  /** Writes all rows of a backup in one transaction, into a store that is empty. */
  void write(Path backup, boolean holdEffects);

  /** Takes a row: a text, a whole number or null for each column. */
  interface Sink {
    void row(String table, List<Json> values) throws IOException, SQLException;
  }
}
