package dev.atom.notify;

import dev.atom.json.Json;
import dev.atom.store.Append;
import dev.atom.store.Job;
import dev.atom.store.JobChange;
import dev.atom.store.JobLost;
import dev.atom.store.JobQuery;
import dev.atom.store.JobState;
import dev.atom.store.JobType;
import dev.atom.store.NewEvent;
import dev.atom.store.Store;
import dev.atom.store.Subject;
import dev.atom.store.VersionConflict;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

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

  /** Finds a delivery that was once put in the outbox. */
  Optional<Job> find(String tenant, String key) {
    return store.jobs(JobQuery.of(tenant).name(key)).stream()
        .filter(job -> job.plan().type() == JobType.EFFECT)
        .findFirst();
  }

  Progress read(Job item) {
    Subject subject = subject(item.subject().tenant(), item.name());
    return Progress.of(store.read(subject, 0, Integer.MAX_VALUE));
  }

  /** Says that a send begins; empty if another worker has taken the delivery over. */
  OptionalLong start(Job item, long version) {
    Append.Builder append = to(item, Progress.STARTED, Json.Obj.EMPTY).expect(version);
    try {
      return OptionalLong.of(store.append(append.build()));
    } catch (VersionConflict takenOver) {
      return OptionalLong.empty();
    }
  }

  /** Says that it was sent, whatever another worker has come to think meanwhile. */
  void delivered(Job item, String receipt) {
    Json.Obj data = Json.object().put("receipt", receipt).build();
    try {
      store.append(to(item, Progress.DELIVERED, data).change(JobChange.done(item)).build());
    } catch (JobLost takenOver) {
      find(item.subject().tenant(), item.name())
          .filter(now -> now.status().state() != JobState.DONE)
          .ifPresent(now -> delivered(now, receipt));
    }
  }

  /** Writes an event and a settlement; false if another worker has taken the delivery over. */
  boolean settle(Job item, long version, Settlement settlement) {
    Append append =
        to(item, settlement.type(), settlement.data())
            .expect(version)
            .change(settlement.change().apply(item))
            .build();
    return written(append);
  }

  /**
   * An event and what it does to the outbox item.
   *
   * @param type the event's type
   * @param data the event's data
   * @param change settles the item
   */
  record Settlement(String type, Json.Obj data, Function<Job, JobChange> change) {}

  /** Makes a delivery due at once that ended without success; false if it did not. */
  boolean askAgain(Job item, String person) {
    Progress progress = read(item);
    if (!progress.over()) {
      return false;
    }
    NewEvent event = new NewEvent(Progress.ASKED_AGAIN, Json.Obj.EMPTY, person, Optional.empty());
    return written(
        Append.to(subject(item.subject().tenant(), item.name()))
            .expect(progress.version())
            .event(event)
            .change(JobChange.runNow(item))
            .build());
  }

  private boolean written(Append append) {
    try {
      store.append(append);
      return true;
    } catch (VersionConflict | JobLost decidedByAnother) {
      return false;
    }
  }

  private Append.Builder to(Job item, String type, Json.Obj data) {
    return Append.to(subject(item.subject().tenant(), item.name())).event(event(type, data));
  }

  private NewEvent event(String type, Json.Obj data) {
    return new NewEvent(type, data, actor, Optional.empty());
  }
}
