package dev.atom.jdbc;

import dev.atom.jdbc.connection.Session;
import dev.atom.store.Append;
import dev.atom.store.UniqueKey;
import dev.atom.store.UniqueKeyTaken;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The unique keys that are taken. */
final class MariaKeys {
  private static final String INSERT =
      "INTO #unique_keys (tenant, space, name, value, ends_at) VALUES (?, ?, ?, ?, ?)";

  private MariaKeys() {}

  static Optional<String> find(Session session, UniqueKey key, long now) throws SQLException {
    return session.first(
        "SELECT value FROM #unique_keys WHERE tenant = ? AND space = ? AND name = ?"
            + " AND (ends_at IS NULL OR ends_at > ?)",
        row -> row.getString(1),
        key.tenant(),
        key.space(),
        IndexKey.of(key.key()),
        now);
  }

  /** What has a key, or had it. */
  private record Holder(String value, @Nullable Long endsAt) {}

  /**
   * Refuses a key that is held, and tells whether the row of one that has ended is there. Waits for a
   * transaction that takes the key just now.
   */
  private static boolean hasEnded(Session session, UniqueKey key, long now) throws SQLException {
    Optional<Holder> holder =
        session.first(
            "SELECT value, ends_at FROM #unique_keys"
                + " WHERE tenant = ? AND space = ? AND name = ? LOCK IN SHARE MODE",
            row -> {
              String value = row.getString(1);
              long end = row.getLong(2);
              return new Holder(value, row.wasNull() ? null : end);
            },
            key.tenant(),
            key.space(),
            IndexKey.of(key.key()));
    if (holder.isPresent()) {
      Long end = holder.get().endsAt();
      if (end == null || end > now) {
        throw new UniqueKeyTaken(key, holder.get().value());
      }
    }
    return holder.isPresent();
  }

  /** Takes a key, or refuses it if another transaction was first. */
  static void take(Session session, Append.Taking taking, long now) throws SQLException {
    UniqueKey key = taking.key();
    while (true) {
      if (session.update("INSERT IGNORE " + INSERT, values(taking)) == 1) {
        return;
      }
      if (hasEnded(session, key, now)) {
        put(session, taking);
        return;
      }
    }
  }

  /** Takes a key whoever has it. */
  static void put(Session session, Append.Taking taking) throws SQLException {
    session.update(
        "INSERT "
            + INSERT
            + " ON DUPLICATE KEY UPDATE value = VALUES(value), ends_at = VALUES(ends_at)",
        values(taking));
  }

  private static @Nullable Object[] values(Append.Taking taking) {
    UniqueKey key = taking.key();
    return new @Nullable Object[] {
      key.tenant(),
      key.space(),
      IndexKey.of(key.key()),
      taking.value(),
      taking.until().map(Micros::of).orElse(null)
    };
  }

  static void free(Session session, UniqueKey key) throws SQLException {
    session.update(
        "DELETE FROM #unique_keys WHERE tenant = ? AND space = ? AND name = ?",
        key.tenant(),
        key.space(),
        IndexKey.of(key.key()));
  }

  /** Who takes keys for a while clears some away that ended a day ago. */
  static void removeEnded(Session session, long now) throws SQLException {
    List<List<String>> ended =
        session.query(
            "SELECT tenant, space, name FROM #unique_keys WHERE ends_at < ?"
                + " ORDER BY ends_at LIMIT 4 FOR UPDATE SKIP LOCKED",
            row -> List.of(row.getString(1), row.getString(2), row.getString(3)),
            now - Micros.DAY); // a clock may be set back, and what has ended hold again
    for (List<String> key : ended) {
      session.update(
          "DELETE FROM #unique_keys WHERE tenant = ? AND space = ? AND name = ?", key.toArray());
    }
  }
}
