package dev.atom.notify;

import dev.atom.json.Json;
import dev.atom.store.Append;
import dev.atom.store.NewEvent;
import dev.atom.store.OutboxItem;
import dev.atom.store.Store;
import dev.atom.store.Subject;
import dev.atom.store.UniqueKey;
import dev.atom.store.VersionConflict;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What happened to each delivery, written before and after each send: only so can a worker that
 * takes over tell a send that was interrupted from one that was never begun.
 */
final class DeliveryLog {
  private final Store store;
  private final String actor;

  DeliveryLog(Store store, String actor) {
    this.store = store;
    this.actor = actor;
  }

  static String key(String channel, String noticeId) {
    return "notice:" + channel + ":" + noticeId;
  }

  private static Subject subject(String tenant, String key) {
    return new Subject(tenant, "notice_delivery", key);
  }

  /** Tells whether such a delivery was ever put in the outbox. */
  boolean isKnown(String tenant, String key) {
    return store.find(new UniqueKey(tenant, "outbox", key)).isPresent();
  }

  Progress read(OutboxItem item) {
    return read(item.subject().tenant(), item.key());
  }

  private Progress read(String tenant, String key) {
    return Progress.of(store.read(subject(tenant, key), 0, Integer.MAX_VALUE));
  }

  /** Says that a send begins; empty if another worker has taken the delivery over. */
  OptionalLong start(OutboxItem item, long version) {
    Append.Builder append = to(item, Progress.STARTED, Json.Obj.EMPTY).expect(version);
    try {
      return OptionalLong.of(store.append(append.build()));
    } catch (VersionConflict takenOver) {
      return OptionalLong.empty();
    }
  }

  /** Says that it was sent, whatever another worker has come to think meanwhile. */
  void delivered(OutboxItem item, String receipt) {
    Json.Obj data = Json.object().put("receipt", receipt).build();
    store.append(
        to(item, Progress.DELIVERED, data).settle(item.key(), Append.Outcome.DELIVERED).build());
  }

  /** Writes an event and a settlement; false if another worker has taken the delivery over. */
  boolean settle(OutboxItem item, long version, Settlement settlement) {
    Append.Builder append = Append.to(subject(item.subject().tenant(), item.key()));
    append.expect(version).event(event(settlement.type(), settlement.data()));
    settlement.change().apply(append, item.key());
    try {
      store.append(append.build());
      return true;
    } catch (VersionConflict takenOver) {
      return false;
    }
  }

  /**
   * An event and what it does to the outbox item.
   *
   * @param type the event's type
   * @param data the event's data
   * @param change settles the item
   */
  record Settlement(String type, Json.Obj data, Change change) {}

  /** Adds a settlement to an append. */
  interface Change {
    Append.Builder apply(Append.Builder append, String key);
  }

  /** Makes a delivery due at once that ended without success; false if it did not. */
  boolean askAgain(String tenant, String key, String person) {
    Progress progress = read(tenant, key);
    if (!progress.over()) {
      return false;
    }
    NewEvent event = new NewEvent(Progress.ASKED_AGAIN, Json.Obj.EMPTY, person, Optional.empty());
    Append append =
        Append.to(subject(tenant, key))
            .expect(progress.version())
            .event(event)
            .settle(key, Append.Outcome.RETRY)
            .build();
    try {
      store.append(append);
      return true;
    } catch (VersionConflict decidedByAnother) {
      return false;
    }
  }

  private Append.Builder to(OutboxItem item, String type, Json.Obj data) {
    return Append.to(subject(item.subject().tenant(), item.key())).event(event(type, data));
  }

  private NewEvent event(String type, Json.Obj data) {
    return new NewEvent(type, data, actor, Optional.empty());
  }
}
