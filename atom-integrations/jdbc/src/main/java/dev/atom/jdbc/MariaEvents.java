package dev.atom.jdbc;

import dev.atom.jdbc.connection.Session;
import dev.atom.store.NewEvent;
import dev.atom.store.Subject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes the subjects and their events. */
final class MariaEvents {
  private static final int TOGETHER = 50;

  private static final String HEAD =
      "SELECT number, version, changed_at FROM #subjects"
          + " WHERE tenant = ? AND kind = ? AND id = ?";

  private MariaEvents() {}

  /**
   * Where a subject stands.
   *
   * @param changedAt when the last event was appended
   */
  record Head(long number, long version, long changedAt) {}

  private static Optional<Head> find(Session session, String sql, Subject subject)
      throws SQLException {
    return session.first(
        sql,
        row -> new Head(row.getLong(1), row.getLong(2), row.getLong(3)),
        subject.tenant(),
        subject.kind(),
        subject.id());
  }

  /** Locks a subject's row, and makes one of version 0 where there is none. */
  static Head lock(Session session, Subject subject) throws SQLException {
    Optional<Head> there = find(session, HEAD + " FOR UPDATE", subject);
    if (there.isPresent()) {
      return there.get();
    }
    // Two that come at once both get the row that one of them makes: no error, no shared lock.
    return session
        .updating(
            "INSERT INTO #subjects (tenant, kind, id, version, changed_at) VALUES (?, ?, ?, 0, ?)"
                + " ON DUPLICATE KEY UPDATE kind = VALUES(kind)"
                + " RETURNING number, version, changed_at",
            row -> new Head(row.getLong(1), row.getLong(2), row.getLong(3)),
            subject.tenant(),
            subject.kind(),
            subject.id(),
            Long.MIN_VALUE)
        .getFirst();
  }

  /** Appends events to a locked subject and returns its version. Its instants never go back. */
  static long add(Session session, Head head, List<@Nullable Object[]> events, long now)
      throws SQLException {
    long at = Math.max(now, head.changedAt());
    long version = head.version();
    for (int from = 0; from < events.size(); from += TOGETHER) {
      List<@Nullable Object[]> some =
          events.subList(from, Math.min(events.size(), from + TOGETHER));
      insert(session, head.number(), version, at, some);
      version += some.size();
    }
    session.update(
        "UPDATE #subjects SET version = ?, changed_at = ? WHERE number = ?",
        version,
        at,
        head.number());
    return version;
  }

  private static void insert(
      Session session, long subject, long version, long at, List<@Nullable Object[]> events)
      throws SQLException {
    List<@Nullable Object> values = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      values.add(subject);
      values.add(version + i + 1);
      values.add(at);
      for (Object value : events.get(i)) {
        values.add(value);
      }
    }
    session.update(
        "INSERT INTO #events (subject, "
            + EventRow.COLUMNS
            + ") VALUES (?, ?, ?, ?, ?, ?, ?)"
            + ", (?, ?, ?, ?, ?, ?, ?)".repeat(events.size() - 1),
        values.toArray(new @Nullable Object[0]));
  }

  /** Returns an event's values but for its place and instant: made before any lock is taken. */
  static @Nullable Object[] values(NewEvent event) {
    return new @Nullable Object[] {
      event.type(), event.actor(), event.cause().orElse(null), JsonColumn.text(event.data())
    };
  }

  /** Removes the oldest events, never the newest of the subject. */
  static void forget(Session session, Head head, long upTo, long version) throws SQLException {
    session.update(
        "DELETE FROM #events WHERE subject = ? AND version <= ?",
        head.number(),
        Math.min(upTo, version - 1));
  }
}
