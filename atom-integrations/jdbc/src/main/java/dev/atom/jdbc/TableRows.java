package dev.atom.jdbc;

import dev.atom.jdbc.connection.DatabaseKind;
import dev.atom.jdbc.connection.Session;
import dev.atom.json.Json;
import dev.atom.store.JobType;
import dev.atom.store.StoreException;
import dev.atom.store.Subject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The rows of the tables as a backup has them, the same whatever the database. Leases and limits are
 * not among them, they end by themselves.
 */
final class TableRows {
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

  private static final String USAGE =
      "number, tenant, id, at, call_id, attempt, user_id, route, endpoint, provider, model,"
          + " answered_provider, answered_model, outcome, error, input, cached, cache_write, output,"
          + " reasoning, more_usage, usage_known, nanos, rest, unknown_cost, estimated, latency,"
          + " first_token, key_fingerprint, tags, content";

  private final Map<String, Table> tables = new LinkedHashMap<>();
  private final boolean nameKeys;

  /**
   * A table.
   *
   * @param width how many values a backup has of each row
   * @param select what is read in their places
   * @param into the columns they are written to
   * @param marks how they are written there
   */
  private record Table(int width, String select, String into, String marks) {
    static Table of(String columns) {
      int width = columns.split(", ", -1).length;
      return new Table(width, columns, columns, marks(width));
    }

    private static String marks(int count) {
      return String.join(", ", Collections.nCopies(count, "?"));
    }
  }

  private TableRows(boolean nameKeys) {
    this.nameKeys = nameKeys;
  }

  static TableRows of(DatabaseKind kind) {
    TableRows rows = new TableRows(kind != DatabaseKind.SQLITE);
    Map<String, Table> tables = rows.tables;
    tables.put("subjects", Table.of("number, tenant, kind, id, version, changed_at"));
    tables.put("events", events(kind));
    Table jobs = Table.of(String.join(", ", JOBS));
    tables.put(
        "jobs",
        rows.nameKeys
            ? new Table(jobs.width, jobs.select, jobs.into + ", name_key", jobs.marks + ", ?")
            : jobs);
    tables.put("unique_keys", Table.of("tenant, space, name, value, ends_at"));
    if (kind != DatabaseKind.MARIADB) {
      tables.put("usage", Table.of(USAGE));
      tables.put("budgets", Table.of("number, budget, bucket, warned_percent, warned_until"));
      tables.put("budget_slots", Table.of("budget, slot, spent, reserved, estimated"));
      tables.put(
          "budget_holds", Table.of("reservation, budget, slot, amount, ends_at, lapsed, booked"));
    }
    return rows;
  }

  /** SQLite has a subject's number and the version in one. */
  private static Table events(DatabaseKind kind) {
    String rest = "at, type, actor, cause, data";
    String marks = Table.marks(5);
    return kind == DatabaseKind.SQLITE
        ? new Table(
            7,
            "position >> 32, position & 4294967295, " + rest,
            "position, " + rest,
            "(? << 32) + ?, " + marks)
        : new Table(7, "subject, version, " + rest, "subject, version, " + rest, "?, ?, " + marks);
  }

  void read(Session session, TableCopy.Sink sink) throws SQLException {
    try {
      for (Map.Entry<String, Table> table : tables.entrySet()) {
        int width = table.getValue().width();
        String sql = "SELECT " + table.getValue().select() + " FROM #" + table.getKey();
        if (table.getKey().equals("subjects")) {
          sql += " WHERE version > 0"; // others were only asked for
        }
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
    for (String table : tables.keySet()) {
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
    Table to = tables.get(table);
    if (to == null) {
      throw new StoreException(
          "the backup has rows of the table \""
              + table
              + "\", which this kind of database doesn't keep; restore it into another");
    }
    String sql =
        "INSERT INTO #" + table + " (" + to.into() + ")" + words + " VALUES (" + to.marks() + ")";
    PreparedStatement statement = session.batch(sql);
    for (List<Json> row : rows) {
      for (int column = 1; column <= to.width(); column++) {
        switch (row.get(column - 1)) {
          case Json.Num number -> statement.setLong(column, number.value().longValueExact());
          case Json.Str text -> statement.setString(column, text.value());
          default -> statement.setNull(column, Types.NULL);
        }
      }
      if (nameKeys && table.equals("jobs")) {
        statement.setString(to.width() + 1, nameKey(row));
      }
      statement.addBatch();
    }
    statement.executeBatch();
  }

  private static String nameKey(List<Json> job) {
    String name = text(job, "name");
    return text(job, "type").equals(JobType.EFFECT.name())
        ? IndexKey.of(name)
        : IndexKey.timer(
            new Subject(text(job, "tenant"), text(job, "subject_kind"), text(job, "subject_id")),
            name);
  }

  private static String text(List<Json> job, String column) {
    return ((Json.Str) job.get(JOBS.indexOf(column))).value();
  }
}
