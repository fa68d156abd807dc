package dev.atom.jdbc;

import dev.atom.jdbc.connection.Session;
import dev.atom.store.Event;
import dev.atom.store.EventRange;
import dev.atom.store.Subject;
import dev.atom.store.SubjectHead;
import java.sql.SQLException;
import java.util.List;

/** Reads the subjects and their events on a server, whichever it is. */
final class ServerEvents {
  private static final String RANGE =
      "SELECT "
          + EventRow.COLUMNS
          + " FROM #events WHERE subject ="
          + " (SELECT number FROM #subjects WHERE tenant = ? AND kind = ? AND id = ?)"
          + " AND version > ? AND version < ? ORDER BY version";

  private ServerEvents() {}

  static List<Event> read(Session session, Subject subject, EventRange range) throws SQLException {
    List<Event> events =
        session.query(
            RANGE + (range.newest() ? " DESC LIMIT ?" : " LIMIT ?"),
            EventRow::of,
            subject.tenant(),
            subject.kind(),
            subject.id(),
            range.after(),
            range.before(),
            (long) range.limit());
    return List.copyOf(range.newest() ? events.reversed() : events);
  }

  static long version(Session session, Subject subject) throws SQLException {
    return session
        .first(
            "SELECT version FROM #subjects WHERE tenant = ? AND kind = ? AND id = ?",
            row -> row.getLong(1),
            subject.tenant(),
            subject.kind(),
            subject.id())
        .orElse(0L);
  }

  static List<SubjectHead> subjects(
      Session session, String tenant, String kind, String after, int limit) throws SQLException {
    return List.copyOf(
        session.query(
            "SELECT id, version, changed_at FROM #subjects"
                + " WHERE tenant = ? AND kind = ? AND id > ? AND version > 0 ORDER BY id LIMIT ?",
            row ->
                new SubjectHead(
                    new Subject(tenant, kind, row.getString(1)),
                    row.getLong(2),
                    Micros.instant(row.getLong(3))),
            tenant,
            kind,
            after,
            (long) limit));
  }
}
