package dev.atom.jdbc;

import dev.atom.jdbc.connection.Session;
import dev.atom.store.Lease;
import java.sql.SQLException;

/** A lease as a row with the same columns in every database. */
final class LeaseRow {
  private LeaseRow() {}

  /** Tells whether a lease is held. */
  static boolean isHeld(Session session, Lease lease, long now) throws SQLException {
    return isHeld(session, lease, now, "");
  }

  /** Tells whether a lease is held, and where the words lock its row, keeps it so. */
  static boolean isHeld(Session session, Lease lease, long now, String lock) throws SQLException {
    return session
        .first(
            "SELECT 1 FROM #leases"
                + " WHERE tenant = ? AND name = ? AND owner = ? AND fence = ? AND ends_at > ?"
                + lock,
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
        "UPDATE #leases SET ends_at = ?"
            + " WHERE tenant = ? AND name = ? AND owner = ? AND fence = ? AND ends_at > ?",
        Micros.LONG_AGO,
        lease.tenant(),
        lease.name(),
        lease.owner(),
        lease.fence(),
        now);
  }
}
