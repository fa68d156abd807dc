package dev.atom.jdbc.vault;

import dev.atom.jdbc.connection.Session;
import dev.atom.vault.VaultCorrupt;
import dev.atom.vault.store.Bytes;
import dev.atom.vault.store.Row;
import dev.atom.vault.store.RowKey;
import dev.atom.vault.store.RowKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is read of the table, alike on every database. */
final class RowQueries {
  /** So that a scan of the longest contents has an end. */
  private static final int MOST_ROWS = 1_000;

  private static final List<String> COLUMNS = List.of("kind", "id", "revision", "content");

  private static final String GET =
      "SELECT revision, content FROM #vault WHERE kind = ? AND id = ?";
  private static final String REVISION = "SELECT revision FROM #vault WHERE kind = ? AND id = ?";
  private static final String FROM =
      "SELECT id, revision, content FROM #vault WHERE kind = ? AND id >= ? ORDER BY id LIMIT ?";
  private static final String FROM_TO =
      "SELECT id, revision, content FROM #vault WHERE kind = ? AND id >= ? AND id < ?"
          + " ORDER BY id LIMIT ?";
  private static final String AFTER =
      "SELECT id, revision, content FROM #vault WHERE kind = ? AND id > ? ORDER BY id LIMIT ?";
  private static final String AFTER_TO =
      "SELECT id, revision, content FROM #vault WHERE kind = ? AND id > ? AND id < ?"
          + " ORDER BY id LIMIT ?";

  private RowQueries() {}

  /** Refuses a table that is another's, or of a later layout. */
  static boolean requireColumns(Session session) throws SQLException {
    List<String> columns = new ArrayList<>();
    try (ResultSet none = session.prepared("SELECT * FROM #vault WHERE 0 = 1").executeQuery()) {
      for (int i = 1; i <= none.getMetaData().getColumnCount(); i++) {
        columns.add(none.getMetaData().getColumnName(i));
      }
    }
    if (!columns.equals(COLUMNS)) {
      throw new VaultCorrupt(
          "the table %svault has the columns %s and not %s; it is no vault's, or of a later atom-jdbc: take another prefix, or update"
              .formatted(session.tables().prefix(), columns, COLUMNS));
    }
    return true;
  }

  static Optional<Row> get(Session session, RowKey key) throws SQLException {
    return session.first(
        GET,
        row -> row(key.kind(), key.id(), row.getLong(1), row.getBytes(2)),
        key.kind().number(),
        key.id().toArray());
  }

  /** Returns a row's revision, 0 if there is none. */
  static long revision(Session session, RowKey key) throws SQLException {
    return session
        .first(REVISION, row -> row.getLong(1), key.kind().number(), key.id().toArray())
        .orElse(0L);
  }

  static List<Row> scan(Session session, RowKind kind, Bytes prefix, Bytes after, int limit)
      throws SQLException {
    // Nothing lies between the start and the prefix, so what is after the start begins with it.
    boolean fromStart = after.length() == 0 || prefix.compareTo(after) > 0;
    Optional<Bytes> end = end(prefix);
    List<Object> parameters = new ArrayList<>();
    parameters.add(kind.number());
    parameters.add((fromStart ? prefix : after).toArray());
    end.ifPresent(bound -> parameters.add(bound.toArray()));
    parameters.add(Math.min(limit, MOST_ROWS));
    String sql = end.isPresent() ? (fromStart ? FROM_TO : AFTER_TO) : (fromStart ? FROM : AFTER);
    return session.query(
        sql,
        row -> row(kind, bytes(row.getBytes(1)), row.getLong(2), row.getBytes(3)),
        parameters.toArray());
  }

  /** Returns what follows everything that begins with a prefix; empty if nothing can. */
  private static Optional<Bytes> end(Bytes prefix) {
    int length = prefix.length();
    while (length > 0 && prefix.at(length - 1) == (byte) 0xff) {
      length--;
    }
    if (length == 0) {
      return Optional.empty();
    }
    byte[] end = java.util.Arrays.copyOf(prefix.toArray(), length);
    end[length - 1]++;
    return Optional.of(Bytes.wrapping(end));
  }

  private static Row row(RowKind kind, Bytes id, long revision, byte @Nullable [] content) {
    try {
      return new Row(new RowKey(kind, id), revision, bytes(content));
    } catch (IllegalArgumentException e) {
      throw new VaultCorrupt(
          "a row %s:%s in the database is none that a vault writes: %s; restore it from a backup"
              .formatted(kind, id.toHex(), e.getMessage()));
    }
  }

  /** A driver may take no bytes for nothing. */
  private static Bytes bytes(byte @Nullable [] content) {
    return content == null ? Bytes.EMPTY : Bytes.wrapping(content);
  }
}
