package dev.atom.jdbc;

import dev.atom.jdbc.connection.Session;
import dev.atom.store.Event;
import dev.atom.store.EventRange;
import dev.atom.store.NewEvent;
import dev.atom.store.StoreException;
import dev.atom.store.Subject;
import dev.atom.store.SubjectHead;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The subjects and their events, which lie in the table in the order of their positions. */
final class SqliteEvents {
  private static final long VERSIONS = 1L << 32;

  private static final String RANGE =
      "SELECT e.position & 4294967295, e.at, e.type, e.actor, e.cause, e.data"
          + " FROM #subjects AS s CROSS JOIN #events AS e"
          + " ON e.position > (s.number << 32) + ? AND e.position < (s.number << 32) + ?"
          + " WHERE s.tenant = ? AND s.kind = ? AND s.id = ? ORDER BY e.position ";
  private static final String FIRST = RANGE + "LIMIT ?";
  private static final String LAST = RANGE + "DESC LIMIT ?";

  /** How many events one statement inserts at most, and how many values each has. */
  private static final int TOGETHER = 8;

  private static final int COLUMNS = 6;

  private static final List<String> INSERTS =
      IntStream.rangeClosed(1, TOGETHER)
          .mapToObj(
              events ->
                  "INSERT INTO #events (position, at, type, actor, cause, data) VALUES (?"
                      + ", ?, ?, ?, ?, ?), (?".repeat(events - 1)
                      + ", ?, ?, ?, ?, ?)")
          .toList();

  private SqliteEvents() {}

  /**
   * Where a subject stands.
   *
   * @param number its number, 0 if it has no events
   * @param changedAt when the last event was appended
   */
  record Head(long number, long version, long changedAt) {}

  static Head head(Session session, Subject subject) throws SQLException {
    return session
        .first(
            "SELECT number, version, changed_at FROM #subjects"
                + " WHERE tenant = ? AND kind = ? AND id = ?",
            row -> new Head(row.getLong(1), row.getLong(2), row.getLong(3)),
            subject.tenant(),
            subject.kind(),
            subject.id())
        .orElse(new Head(0, 0, Long.MIN_VALUE));
  }

  static List<Event> read(Session session, Subject subject, EventRange range) throws SQLException {
    List<Event> events =
        session.query(
            range.newest() ? LAST : FIRST,
            EventRow::of,
            Math.min(range.after(), VERSIONS - 1),
            Math.min(range.before(), VERSIONS),
            subject.tenant(),
            subject.kind(),
            subject.id(),
            range.limit());
    return List.copyOf(range.newest() ? events.reversed() : events);
  }

  static List<SubjectHead> subjects(
      Session session, String tenant, String kind, String after, int limit) throws SQLException {
    return List.copyOf(
        session.query(
            "SELECT id, version, changed_at FROM #subjects"
                + " WHERE tenant = ? AND kind = ? AND id > ? ORDER BY id LIMIT ?",
            row ->
                new SubjectHead(
                    new Subject(tenant, kind, row.getString(1)),
                    row.getLong(2),
                    Micros.instant(row.getLong(3))),
            tenant,
            kind,
            after,
            limit));
  }

  /** Appends events and returns the subject's version. Its instants never go back. */
  static long add(
      Session session, Subject subject, Head head, List<@Nullable Object[]> events, long now)
      throws SQLException {
    long at = Math.max(now, head.changedAt());
    long last = head.version() + events.size();
    if (last >= VERSIONS) {
      throw new StoreException(subject + " is full; begin another subject for what follows");
    }
    long number = moved(session, subject, head.number(), last, at);
    long position = (number << 32) + head.version();
    for (int from = 0; from < events.size(); from += TOGETHER) {
      insert(session, events.subList(from, Math.min(events.size(), from + TOGETHER)), position, at);
      position += TOGETHER;
    }
    return last;
  }

  private static void insert(
      Session session, List<@Nullable Object[]> events, long position, long at)
      throws SQLException {
    @Nullable Object[] values = new @Nullable Object[events.size() * COLUMNS];
    for (int i = 0; i < events.size(); i++) {
      values[i * COLUMNS] = position + i + 1;
      values[i * COLUMNS + 1] = at;
      System.arraycopy(events.get(i), 0, values, i * COLUMNS + 2, COLUMNS - 2);
    }
    session.update(INSERTS.get(events.size() - 1), values);
  }

  /**
   * Returns an event's values but for its position and instant: made before the lock is taken, as
   * JSON takes its time.
   */
  static @Nullable Object[] values(NewEvent event) {
    return new @Nullable Object[] {
      event.type(), event.actor(), event.cause().orElse(null), JsonColumn.text(event.data())
    };
  }

  private static long moved(Session session, Subject subject, long number, long version, long at)
      throws SQLException {
    if (number != 0) {
      session.update(
          "UPDATE #subjects SET version = ?, changed_at = ? WHERE number = ?", version, at, number);
      return number;
    }
    return session
        .updating(
            "INSERT INTO #subjects (tenant, kind, id, version, changed_at) VALUES (?, ?, ?, ?, ?)"
                + " RETURNING number",
            row -> row.getLong(1),
            subject.tenant(),
            subject.kind(),
            subject.id(),
            version,
            at)
        .getFirst();
  }

  /** Removes the oldest events, never the newest of the subject. */
  static void forget(Session session, Subject subject, long upTo, long version)
      throws SQLException {
    session.update(
        "DELETE FROM #events WHERE position BETWEEN"
            + " (SELECT number << 32 FROM #subjects WHERE tenant = ?1 AND kind = ?2 AND id = ?3)"
            + " AND (SELECT number << 32 FROM #subjects WHERE tenant = ?1 AND kind = ?2"
            + " AND id = ?3) + ?4",
        subject.tenant(),
        subject.kind(),
        subject.id(),
        Math.min(upTo, version - 1));
  }
}
