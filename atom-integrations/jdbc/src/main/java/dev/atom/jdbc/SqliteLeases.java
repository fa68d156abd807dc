package dev.atom.jdbc;

import dev.atom.jdbc.connection.Session;
import dev.atom.store.Lease;
import java.sql.SQLException;
import java.util.Optional;

/** The leases, those that ended in the last day included. */
final class SqliteLeases {
  private SqliteLeases() {}

  static Optional<Lease> find(Session session, String tenant, String name) throws SQLException {
    return session.first(
        "SELECT owner, fence, ends_at FROM #leases WHERE tenant = ? AND name = ?",
        row ->
            new Lease(
                tenant, name, row.getString(1), row.getLong(2), Micros.instant(row.getLong(3))),
        tenant,
        name);
  }

  static boolean isHeldByAnother(Lease lease, String owner, long now) {
    return Micros.of(lease.until()) > now && !lease.owner().equals(owner);
  }

  static Optional<Lease> acquire(Session session, Lease wanted, long now) throws SQLException {
    Optional<Lease> before = find(session, wanted.tenant(), wanted.name());
    if (before.isPresent() && isHeldByAnother(before.get(), wanted.owner(), now)) {
      return Optional.empty();
    }
    Lease granted = granted(wanted, before, now);
    if (before.isEmpty()) {
      removeEnded(session, now);
    }
    session.update(
        "INSERT INTO #leases (tenant, name, owner, fence, ends_at) VALUES (?, ?, ?, ?, ?)"
            + " ON CONFLICT (tenant, name) DO UPDATE"
            + " SET owner = excluded.owner, fence = excluded.fence, ends_at = excluded.ends_at",
        granted.tenant(),
        granted.name(),
        granted.owner(),
        granted.fence(),
        Micros.of(granted.until()));
    return Optional.of(granted);
  }

  private static Lease granted(Lease wanted, Optional<Lease> before, long now) {
    if (before.isEmpty()) {
      return lease(wanted, now, wanted);
    }
    Lease last = before.get();
    if (Micros.of(last.until()) <= now) {
      return lease(wanted, Math.max(last.fence() + 1, now), wanted);
    }
    return lease(wanted, last.fence(), wanted.until().isAfter(last.until()) ? wanted : last);
  }

  private static Lease lease(Lease of, long fence, Lease end) {
    return new Lease(of.tenant(), of.name(), of.owner(), fence, end.until());
  }

  /** Removes a few: each new row pays for more than one old. */
  private static void removeEnded(Session session, long now) throws SQLException {
    session.update(
        "DELETE FROM #leases WHERE (tenant, name) IN"
            + " (SELECT tenant, name FROM #leases WHERE fence < ? AND ends_at < ? LIMIT 4)",
        now - Micros.DAY,
        now - Micros.DAY);
  }
}
