package dev.atom.jdbc;

import dev.atom.store.UniqueKey;
import dev.atom.store.UniqueKeyTaken;
import java.sql.SQLException;
import java.util.Optional;

/** The unique keys that are taken, those of effects among them. */
final class UniqueKeys {
  private UniqueKeys() {}

  static Optional<String> find(Session session, UniqueKey key) throws SQLException {
    return session.first(
        "SELECT value FROM #unique_keys WHERE tenant = ? AND space = ? AND key = ?",
        row -> row.getString(1),
        key.tenant(),
        key.space(),
        key.key());
  }

  static void take(Session session, UniqueKey key, String value) throws SQLException {
    int taken =
        session.update(
            "INSERT INTO #unique_keys (tenant, space, key, value) VALUES (?, ?, ?, ?)"
                + " ON CONFLICT DO NOTHING",
            key.tenant(),
            key.space(),
            key.key(),
            value);
    if (taken == 0) {
      throw new UniqueKeyTaken(key, find(session, key).orElseThrow());
    }
  }
}
