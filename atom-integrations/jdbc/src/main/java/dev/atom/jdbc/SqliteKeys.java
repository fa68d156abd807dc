package dev.atom.jdbc;

import dev.atom.jdbc.connection.Session;
import dev.atom.store.Append;
import dev.atom.store.UniqueKey;
import dev.atom.store.UniqueKeyTaken;
import java.sql.SQLException;
import java.util.Optional;

/** The unique keys that are taken. */
final class SqliteKeys {
  private SqliteKeys() {}

  static Optional<String> find(Session session, UniqueKey key, long now) throws SQLException {
    return session.first(
        "SELECT value FROM #unique_keys WHERE tenant = ? AND space = ? AND name = ?"
            + " AND (ends_at IS NULL OR ends_at > ?)",
        row -> row.getString(1),
        key.tenant(),
        key.space(),
        key.key(),
        now);
  }

  static void requireFree(Session session, UniqueKey key, long now) throws SQLException {
    Optional<String> holder = find(session, key, now);
    if (holder.isPresent()) {
      throw new UniqueKeyTaken(key, holder.get());
    }
  }

  /** Takes a key that is free. One that is free again only after a while pays for others' removal. */
  static void take(Session session, Append.Taking taking, long now) throws SQLException {
    UniqueKey key = taking.key();
    Optional<Long> end = taking.until().map(Micros::of);
    if (end.isPresent()) {
      removeEnded(session, now);
    }
    session.update(
        "INSERT INTO #unique_keys (tenant, space, name, value, ends_at) VALUES (?, ?, ?, ?, ?)"
            + " ON CONFLICT (tenant, space, name) DO UPDATE"
            + " SET value = excluded.value, ends_at = excluded.ends_at",
        key.tenant(),
        key.space(),
        key.key(),
        taking.value(),
        end.orElse(null));
  }

  private static void removeEnded(Session session, long now) throws SQLException {
    session.update(
        "DELETE FROM #unique_keys WHERE (tenant, space, name) IN"
            + " (SELECT tenant, space, name FROM #unique_keys WHERE ends_at < ? LIMIT 4)",
        now - Micros.DAY); // a clock may be set back, and what has ended hold again
  }

  static void free(Session session, UniqueKey key) throws SQLException {
    session.update(
        "DELETE FROM #unique_keys WHERE tenant = ? AND space = ? AND name = ?",
        key.tenant(),
        key.space(),
        key.key());
  }
}
