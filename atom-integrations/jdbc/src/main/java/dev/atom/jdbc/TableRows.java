package dev.atom.jdbc;

import dev.atom.json.Json;
import dev.atom.store.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The rows of the tables as a backup has them: their columns in this order. Leases are not among
 * them, they end with whoever holds them.
 *
 * @param columns of each table
 */
record TableRows(Map<String, List<String>> columns) {
  private static final int BATCH = 500;

  private static final List<String> JOBS =
      List.of(
          "number",
          "tenant",
          "subject_kind",
          "subject_id",
          "type",
          "name",
          "kind",
          "priority",
          "payload",
          "schedule",
          "at",
          "state",
          "due_at",
          "attempts",
          "failures",
          "fence",
          "worker",
          "error",
          "progress");

  /** The tables whose events are found by some columns, and whose jobs have some more. */
  static TableRows of(List<String> place, List<String> moreOfJobs) {
    List<String> events = new ArrayList<>(place);
    events.addAll(List.of("at", "type", "actor", "cause", "data"));
    List<String> jobs = new ArrayList<>(JOBS);
    jobs.addAll(moreOfJobs);
    Map<String, List<String>> columns = new LinkedHashMap<>();
    columns.put("subjects", List.of("number", "tenant", "kind", "id", "version", "changed_at"));
    columns.put("events", events);
    columns.put("jobs", jobs);
    columns.put("unique_keys", List.of("tenant", "space", "name", "value", "ends_at"));
    return new TableRows(columns);
  }

  void read(Session session, TableCopy.Sink sink) throws SQLException {
    try {
      for (Map.Entry<String, List<String>> table : columns.entrySet()) {
        int width = table.getValue().size();
        String sql = "SELECT " + String.join(", ", table.getValue()) + " FROM #" + table.getKey();
        try (PreparedStatement statement =
            session.connection().prepareStatement(session.tables().sql(sql))) {
          statement.setFetchSize(BATCH); // or PostgreSQL's driver takes in the whole table
          try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
              sink.row(table.getKey(), values(rows, width));
            }
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Json> values(ResultSet rows, int width) throws SQLException {
    List<Json> values = new ArrayList<>(width);
    for (int column = 1; column <= width; column++) {
      Object value = rows.getObject(column);
      values.add(
          value == null
              ? Json.NULL
              : value instanceof Number number
                  ? Json.of(number.longValue())
                  : Json.of(rows.getString(column)));
    }
    return values;
  }

  void requireEmpty(Session session) throws SQLException {
    for (String table : columns.keySet()) {
      if (session.first("SELECT 1 FROM #" + table + " LIMIT 1", row -> true).isPresent()) {
        throw new StoreException(
            "the store has rows in "
                + session.tables().prefix()
                + table
                + "; restore into an empty one, such as under another table prefix");
      }
    }
  }

  /** Inserts the rows of a backup; {@code words} stand between the columns and the values. */
  void write(Session session, Path backup, String words, boolean holdEffects) throws SQLException {
    requireEmpty(session);
    try (BackupReader reader = BackupReader.open(backup)) {
      String table = "";
      List<List<Json>> batch = new ArrayList<>();
      for (Json.Obj line = reader.next(); line != null; line = reader.next()) {
        String of = line.text("t").orElse("");
        if (!batch.isEmpty() && (!of.equals(table) || batch.size() == BATCH)) {
          insert(session, table, words, batch);
          batch.clear();
        }
        if (line.get("r").orElse(Json.NULL) instanceof Json.Arr row) {
          table = of;
          batch.add(row.items());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (holdEffects) {
      session.update(
          "UPDATE #jobs SET state = 'UNKNOWN', due_at = NULL, worker = NULL, fence = fence + 1,"
              + " error = 'restored_from_backup'"
              + " WHERE type = 'EFFECT' AND state IN ('WAITING', 'RUNNING')");
    }
  }

  private void insert(Session session, String table, String words, List<List<Json>> rows)
      throws SQLException {
    List<String> names = columns.get(table);
    if (names == null) {
      throw new StoreException("the backup has rows of an unknown table \"" + table + "\"");
    }
    String marks = String.join(", ", names.stream().map(name -> "?").toList());
    String sql =
        "INSERT INTO #"
            + table
            + " ("
            + String.join(", ", names)
            + ")"
            + words
            + " VALUES ("
            + marks
            + ")";
    PreparedStatement statement = session.batch(sql);
    for (List<Json> row : rows) {
      for (int column = 1; column <= names.size(); column++) {
        switch (row.get(column - 1)) {
          case Json.Num number -> statement.setLong(column, number.value().longValueExact());
          case Json.Str text -> statement.setString(column, text.value());
          default -> statement.setNull(column, Types.NULL);
        }
      }
      statement.addBatch();
    }
    statement.executeBatch();
  }
}
