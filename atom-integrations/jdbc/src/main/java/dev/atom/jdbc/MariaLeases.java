package dev.atom.jdbc;

import dev.atom.jdbc.connection.Session;
import dev.atom.store.Lease;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The leases, those that ended in the last day included. */
final class MariaLeases {
  private static final String PUT =
      "INTO #leases (owner, fence, ends_at, tenant, name) VALUES (?, ?, ?, ?, ?)";

  private MariaLeases() {}

  static Optional<Lease> acquire(Session session, Lease wanted, long now) throws SQLException {
    while (true) {
      Optional<Lease> before = lock(session, wanted);
      if (before.isPresent()) {
        return again(session, wanted, before.get(), now);
      }
      if (session.update("INSERT IGNORE " + PUT, values(wanted)) == 1) {
        removeEnded(session, now);
        return Optional.of(wanted);
      }
    }
  }

  private static Optional<Lease> lock(Session session, Lease wanted) throws SQLException {
    return session.first(
        "SELECT owner, fence, ends_at FROM #leases WHERE tenant = ? AND name = ? FOR UPDATE",
        row ->
            new Lease(
                wanted.tenant(),
                wanted.name(),
                row.getString(1),
                row.getLong(2),
                Micros.instant(row.getLong(3))),
        wanted.tenant(),
        wanted.name());
  }

  /** Takes a lease that has ended, or lengthens one that the owner has. */
  private static Optional<Lease> again(Session session, Lease wanted, Lease last, long now)
      throws SQLException {
    boolean over = Micros.of(last.until()) <= now;
    if (!over && !last.owner().equals(wanted.owner())) {
      return Optional.empty();
    }
    long fence = over ? Math.max(last.fence() + 1, now) : last.fence();
    boolean longer = over || wanted.until().isAfter(last.until());
    Lease granted =
        new Lease(
            wanted.tenant(),
            wanted.name(),
            wanted.owner(),
            fence,
            longer ? wanted.until() : last.until());
    session.update(
        "UPDATE #leases SET owner = ?, fence = ?, ends_at = ? WHERE tenant = ? AND name = ?",
        values(granted));
    return Optional.of(granted);
  }

  private static Object[] values(Lease lease) {
    return new Object[] {
      lease.owner(), lease.fence(), Micros.of(lease.until()), lease.tenant(), lease.name()
    };
  }

  /** Removes a few: each new row pays for more than one old. */
  private static void removeEnded(Session session, long now) throws SQLException {
    List<List<String>> ended =
        session.query(
            "SELECT tenant, name FROM #leases WHERE fence < ? AND ends_at < ?"
                + " ORDER BY fence LIMIT 4 FOR UPDATE SKIP LOCKED",
            row -> List.of(row.getString(1), row.getString(2)),
            now - Micros.DAY,
            now - Micros.DAY);
    for (List<String> lease : ended) {
      session.update("DELETE FROM #leases WHERE tenant = ? AND name = ?", lease.toArray());
    }
  }
}
