package dev.atom.jdbc;

import dev.atom.store.Append;
import dev.atom.store.OutboxItem;
import dev.atom.store.Subject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What is to leave the process, and what became of it. */
final class Outbox {
  private static final String DUE =
      " FROM #outbox WHERE state = 'DUE' AND due_at <= ?"
          + " AND (claimed_until IS NULL OR claimed_until <= ?)"
          + " AND kind IN (SELECT value FROM json_each(?)) ORDER BY due_at, seq LIMIT ?";

  private Outbox() {}

  private record Row(long seq, OutboxItem item) {}

  static boolean isAnyDue(Session session, String names, long now) throws SQLException {
    return session.first("SELECT 1" + DUE, row -> true, now, now, names, 1).isPresent();
  }

  static List<OutboxItem> claim(Session session, Claim claim) throws SQLException {
    List<Row> rows =
        session.query(
            "SELECT seq, tenant, key, subject_kind, subject_id, kind, payload, attempts, due_at"
                + DUE,
            Outbox::row,
            claim.now(),
            claim.now(),
            claim.names(),
            claim.limit());
    List<OutboxItem> items = new ArrayList<>();
    for (Row row : rows) {
      session.update(
          "UPDATE #outbox SET attempts = attempts + 1, claimed_by = ?, claimed_until = ?"
              + " WHERE seq = ?",
          claim.worker(),
          claim.until(),
          row.seq());
      items.add(row.item());
    }
    return List.copyOf(items);
  }

  static void add(Session session, Subject subject, Append.Effect effect, long now)
      throws SQLException {
    session.update(
        "INSERT INTO #outbox (tenant, key, subject_kind, subject_id, kind, payload, due_at)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?)",
        subject.tenant(),
        effect.key(),
        subject.kind(),
        subject.id(),
        effect.kind(),
        JsonColumn.text(effect.payload()),
        effect.notBefore().map(Micros::of).orElse(now));
  }

  static void settle(Session session, Subject subject, Append.Settlement settlement, long now)
      throws SQLException {
    boolean known =
        session
            .first(
                "SELECT 1 FROM #outbox WHERE tenant = ? AND key = ?",
                row -> true,
                subject.tenant(),
                settlement.key())
            .isPresent();
    if (!known) {
      throw new IllegalArgumentException(
          "no effect \"" + settlement.key() + "\" is in the outbox of " + subject.tenant());
    }
    Long dueAt =
        settlement.outcome() == Append.Outcome.RETRY
            ? Micros.of(Micros.instant(now).plus(settlement.retryIn()))
            : null;
    session.update(
        "UPDATE #outbox SET state = ?, due_at = coalesce(?, due_at), claimed_by = NULL,"
            + " claimed_until = NULL WHERE tenant = ? AND key = ? AND state <> 'DELIVERED'",
        state(settlement.outcome()),
        dueAt,
        subject.tenant(),
        settlement.key());
  }

  private static String state(Append.Outcome outcome) {
    return switch (outcome) {
      case DELIVERED -> "DELIVERED";
      case RETRY -> "DUE";
      case DEAD -> "DEAD";
      case UNKNOWN -> "UNKNOWN";
    };
  }

  private static Row row(ResultSet row) throws SQLException {
    Subject subject =
        new Subject(
            row.getString("tenant"), row.getString("subject_kind"), row.getString("subject_id"));
    OutboxItem.State state =
        new OutboxItem.State(row.getInt("attempts") + 1, Micros.instant(row.getLong("due_at")));
    return new Row(
        row.getLong("seq"),
        new OutboxItem(
            subject,
            row.getString("key"),
            row.getString("kind"),
            JsonColumn.object(row.getString("payload")),
            state));
  }
}
