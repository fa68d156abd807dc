package dev.atom.jdbc;

import java.nio.file.Path;
import java.util.List;

/** Copies the rows of a store on SQLite. */
record SqliteCopy(SqliteConnections connections) implements TableCopy {
  private static final TableRows ROWS = TableRows.of(List.of("position"), List.of());

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
          return true;
        });
  }
}
