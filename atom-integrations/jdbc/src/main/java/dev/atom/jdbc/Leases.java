package dev.atom.jdbc;

import dev.atom.store.Lease;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** The leases, ended ones included. */
final class Leases {
  private Leases() {}

  static Optional<Lease> acquire(Session session, Lease wanted, long now) throws SQLException {
    Optional<Lease> last =
        session.first(
            "SELECT owner, fence, until FROM #leases WHERE tenant = ? AND name = ?",
            row ->
                lease(
                    wanted,
                    row.getString("owner"),
                    row.getLong("fence"),
                    Micros.instant(row.getLong("until"))),
            wanted.tenant(),
            wanted.name());
    Optional<Lease> granted = granted(wanted, last, Micros.instant(now));
    if (granted.isPresent()) {
      write(session, granted.get());
    }
    return granted;
  }

  private static Optional<Lease> granted(Lease wanted, Optional<Lease> before, Instant now) {
    if (before.isEmpty()) {
      return Optional.of(wanted);
    }
    Lease last = before.get();
    if (!last.until().isAfter(now)) {
      return Optional.of(lease(wanted, wanted.owner(), last.fence() + 1, wanted.until()));
    }
    if (!last.owner().equals(wanted.owner())) {
      return Optional.empty();
    }
    boolean longer = wanted.until().isAfter(last.until());
    Instant until = longer ? wanted.until() : last.until();
    return Optional.of(lease(wanted, wanted.owner(), last.fence(), until));
  }

  static boolean isHeld(Session session, Lease lease, long now) throws SQLException {
    return session
        .first(
            "SELECT 1 FROM #leases"
                + " WHERE tenant = ? AND name = ? AND owner = ? AND fence = ? AND until > ?",
            row -> true,
            lease.tenant(),
            lease.name(),
            lease.owner(),
            lease.fence(),
            now)
        .isPresent();
  }

  /** Ends a lease if it is held; the row stays, so that the next holder's fence is higher. */
  static int release(Session session, Lease lease, long now) throws SQLException {
    return session.update(
        "UPDATE #leases SET until = ?"
            + " WHERE tenant = ? AND name = ? AND owner = ? AND fence = ? AND until > ?",
        Long.MIN_VALUE,
        lease.tenant(),
        lease.name(),
        lease.owner(),
        lease.fence(),
        now);
  }

  private static void write(Session session, Lease lease) throws SQLException {
    session.update(
        "INSERT INTO #leases (tenant, name, owner, fence, until) VALUES (?, ?, ?, ?, ?)"
            + " ON CONFLICT (tenant, name) DO UPDATE"
            + " SET owner = excluded.owner, fence = excluded.fence, until = excluded.until",
        lease.tenant(),
        lease.name(),
        lease.owner(),
        lease.fence(),
        Micros.of(lease.until()));
  }

  private static Lease lease(Lease of, String owner, long fence, Instant until) {
    return new Lease(of.tenant(), of.name(), owner, fence, until);
  }
}
