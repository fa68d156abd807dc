package dev.atom.jdbc;

import dev.atom.store.Append;
import dev.atom.store.Event;
import dev.atom.store.FenceLost;
import dev.atom.store.Lease;
import dev.atom.store.NewEvent;
import dev.atom.store.Subject;
import dev.atom.store.UniqueKey;
import dev.atom.store.VersionConflict;
import java.sql.SQLException;
import java.util.Map;

/**
 * One append within a transaction that holds the write lock. What it throws rolls the transaction
 * back, so it may find out about a fault after it has begun to write.
 */
final class AppendWork {
  private final Session session;
  private final Append append;
  private final Subject subject;
  private final long now;

  AppendWork(Session session, Append append, long now) {
    this.session = session;
    this.append = append;
    this.subject = append.subject();
    this.now = now;
  }

  /** Writes it and returns the subject's version afterwards. */
  long run() throws SQLException {
    checkFence();
    long before = checkedVersion();
    for (Map.Entry<UniqueKey, String> key : append.uniqueKeys().entrySet()) {
      UniqueKeys.take(session, key.getKey(), key.getValue());
    }
    for (Append.Effect effect : append.effects()) {
      UniqueKey key = new UniqueKey(subject.tenant(), "outbox", effect.key());
      UniqueKeys.take(session, key, subject.toString());
      Outbox.add(session, subject, effect, now);
    }
    long version = before;
    for (NewEvent event : append.events()) {
      version++;
      Events.add(session, subject, new Event(version, Micros.instant(now), event));
    }
    for (Append.TimerChange change : append.timers()) {
      Timers.change(session, subject, change);
    }
    for (Append.Settlement settlement : append.settlements()) {
      Outbox.settle(session, subject, settlement, now);
    }
    return version;
  }

  private void checkFence() throws SQLException {
    if (append.fence().isPresent()) {
      Lease lease = append.fence().get();
      if (!Leases.isHeld(session, lease, now)) {
        throw new FenceLost(lease);
      }
    }
  }

  private long checkedVersion() throws SQLException {
    long actual = Events.version(session, subject);
    long expected = append.expectedVersion().orElse(actual);
    if (expected != actual) {
      throw new VersionConflict(subject, expected, actual);
    }
    return actual;
  }
}
