package dev.atom.jdbc;

import dev.atom.store.Event;
import dev.atom.store.NewEvent;
import dev.atom.store.Subject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The events of subjects, clustered by subject and version. */
final class Events {
  private Events() {}

  static long version(Session session, Subject subject) throws SQLException {
    return session
        .first(
            "SELECT version FROM #events WHERE tenant = ? AND kind = ? AND id = ?"
                + " ORDER BY version DESC LIMIT 1",
            row -> row.getLong(1),
            subject.tenant(),
            subject.kind(),
            subject.id())
        .orElse(0L);
  }

  static List<Event> read(Session session, Subject subject, long after, int limit)
      throws SQLException {
    List<Event> events =
        session.query(
            "SELECT version, at, type, actor, cause, data FROM #events"
                + " WHERE tenant = ? AND kind = ? AND id = ? AND version > ?"
                + " ORDER BY version LIMIT ?",
            Events::event,
            subject.tenant(),
            subject.kind(),
            subject.id(),
            after,
            limit);
    return List.copyOf(events);
  }

  static void add(Session session, Subject subject, Event event) throws SQLException {
    session.update(
        "INSERT INTO #events (tenant, kind, id, version, at, type, actor, cause, data)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        subject.tenant(),
        subject.kind(),
        subject.id(),
        event.version(),
        Micros.of(event.at()),
        event.type(),
        event.event().actor(),
        event.cause().orElse(null),
        JsonColumn.text(event.data()));
  }

  private static Event event(ResultSet row) throws SQLException {
    NewEvent event =
        new NewEvent(
            row.getString("type"),
            JsonColumn.object(row.getString("data")),
            row.getString("actor"),
            Optional.ofNullable(row.getString("cause")));
    return new Event(row.getLong("version"), Micros.instant(row.getLong("at")), event);
  }
}
