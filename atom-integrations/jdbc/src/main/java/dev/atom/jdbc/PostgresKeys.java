package dev.atom.jdbc;

import dev.atom.jdbc.connection.Session;
import dev.atom.store.Lease;
import dev.atom.store.UniqueKey;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/** The unique keys, which appends write, and the leases. */
final class PostgresKeys {
  private static final long DAY = Duration.ofDays(1).toNanos() / 1_000;

  /**
   * One statement, so that of two only one takes a lease that has ended. Who takes one clears some
   * away that ended more than a day ago: a later fence is higher all the same, being the time.
   */
  private static final String ACQUIRE =
      """
      WITH gone AS (
        DELETE FROM #leases g WHERE g.ctid = ANY (ARRAY(
          SELECT o.ctid FROM #leases o
            WHERE o.fence < ? AND o.ends_at <= ? AND NOT (o.tenant = ? AND o.name = ?)
            ORDER BY o.fence LIMIT 10 FOR UPDATE SKIP LOCKED)))
      INSERT INTO #leases AS l (tenant, name, owner, fence, ends_at) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (tenant, name) DO UPDATE
          SET owner = excluded.owner,
            fence = CASE WHEN l.ends_at > ? THEN l.fence
              ELSE greatest(l.fence + 1, excluded.fence) END,
            ends_at = CASE WHEN l.ends_at > ? THEN greatest(l.ends_at, excluded.ends_at)
              ELSE excluded.ends_at END
          WHERE l.ends_at <= ? OR l.owner = excluded.owner
        RETURNING fence, ends_at
      """;

  private PostgresKeys() {}

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

  static Optional<Lease> acquire(Session session, Lease wanted, long now) throws SQLException {
    return session.first(
        ACQUIRE,
        row ->
            new Lease(
                wanted.tenant(),
                wanted.name(),
                wanted.owner(),
                row.getLong(1),
                Micros.instant(row.getLong(2))),
        now - DAY,
        now,
        wanted.tenant(),
        wanted.name(),
        wanted.tenant(),
        wanted.name(),
        wanted.owner(),
        now,
        Micros.of(wanted.until()),
        now,
        now,
        now);
  }

  /** Ends a lease if it is held; the row stays for a day, so that the next fence is higher. */
  static int release(Session session, Lease lease, long now) throws SQLException {
    return session.update(
        "UPDATE #leases SET ends_at = ?"
            + " WHERE tenant = ? AND name = ? AND owner = ? AND fence = ? AND ends_at > ?",
        Long.MIN_VALUE,
        lease.tenant(),
        lease.name(),
        lease.owner(),
        lease.fence(),
        now);
  }
}
