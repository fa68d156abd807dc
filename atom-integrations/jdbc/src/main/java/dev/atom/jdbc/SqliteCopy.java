package dev.atom.jdbc;

import dev.atom.jdbc.connection.DatabaseKind;
import dev.atom.jdbc.connection.SqliteConnections;
import dev.atom.store.StoreException;
import java.nio.file.Path;

/** Copies the rows of a store on SQLite. */
record SqliteCopy(SqliteConnections connections) implements TableCopy {
  private static final TableRows ROWS = TableRows.of(DatabaseKind.SQLITE);

  /** As much as a position has room for. */
  private static final long MOST_SUBJECTS = Integer.MAX_VALUE;

  @Override
  public String kind() {
    return "sqlite";
  }

  @Override
  public void read(Sink sink) {
    connections.read(
        "back up",
        session -> {
          session.execute("BEGIN");
          try {
            ROWS.read(session, sink);
          } finally {
            session.execute("ROLLBACK");
          }
          return true;
        });
  }

  @Override
  public void requireEmpty() {
    connections.read(
        "look for rows",
        session -> {
          ROWS.requireEmpty(session);
          return true;
        });
  }

  @Override
  public void write(Path backup, boolean holdEffects) {
    connections.write(
        "restore",
        session -> {
          ROWS.write(session, backup, "", holdEffects);
          long last =
              session
                  .first("SELECT coalesce(max(number), 0) FROM #subjects", row -> row.getLong(1))
                  .orElse(0L);
          if (last > MOST_SUBJECTS) {
            throw new StoreException(
                "the backup numbers its subjects beyond what SQLite keeps; restore it into a server");
          }
          return true;
        });
  }
}
