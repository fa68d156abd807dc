package dev.atom.jdbc;

import dev.atom.store.Append;
import dev.atom.store.Subject;
import dev.atom.store.Timer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** The timers of subjects. */
final class Timers {
  private static final String DUE =
      " FROM #timers WHERE due_at <= ? AND (claimed_until IS NULL OR claimed_until <= ?)"
          + " AND purpose IN (SELECT value FROM json_each(?)) ORDER BY due_at LIMIT ?";

  private Timers() {}

  static boolean isAnyDue(Session session, String names, long now) throws SQLException {
    return session.first("SELECT 1" + DUE, row -> true, now, now, names, 1).isPresent();
  }

  static List<Timer> claim(Session session, Claim claim) throws SQLException {
    List<Timer> timers =
        session.query(
            "SELECT tenant, kind, id, purpose, due_at, payload" + DUE,
            Timers::timer,
            claim.now(),
            claim.now(),
            claim.names(),
            claim.limit());
    for (Timer timer : timers) {
      session.update(
          "UPDATE #timers SET claimed_by = ?, claimed_until = ?"
              + " WHERE tenant = ? AND kind = ? AND id = ? AND purpose = ?",
          claim.worker(),
          claim.until(),
          timer.subject().tenant(),
          timer.subject().kind(),
          timer.subject().id(),
          timer.purpose());
    }
    return List.copyOf(timers);
  }

  static void change(Session session, Subject subject, Append.TimerChange change)
      throws SQLException {
    if (change.at().isEmpty()) {
      session.update(
          "DELETE FROM #timers WHERE tenant = ? AND kind = ? AND id = ? AND purpose = ?",
          subject.tenant(),
          subject.kind(),
          subject.id(),
          change.purpose());
      return;
    }
    session.update(
        "INSERT OR REPLACE INTO #timers (tenant, kind, id, purpose, due_at, payload)"
            + " VALUES (?, ?, ?, ?, ?, ?)",
        subject.tenant(),
        subject.kind(),
        subject.id(),
        change.purpose(),
        Micros.of(change.at().get()),
        JsonColumn.text(change.payload()));
  }

  private static Timer timer(ResultSet row) throws SQLException {
    return new Timer(
        new Subject(row.getString("tenant"), row.getString("kind"), row.getString("id")),
        row.getString("purpose"),
        Micros.instant(row.getLong("due_at")),
        JsonColumn.object(row.getString("payload")));
  }
}
