package dev.atom.notify;

import dev.atom.json.Json;
import dev.atom.store.Append;
import dev.atom.store.Event;
import dev.atom.store.NewEvent;
import dev.atom.store.Store;
import dev.atom.store.Subject;
import dev.atom.store.UniqueKey;
import dev.atom.store.UniqueKeyTaken;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The inbox inside the host's own screens. A person's notices and what was read are events of the
 * subject {@code notices}, so it survives whatever the store survives.
 *
 * <p>Thread-safe, and several processes may use one store. Listing reads all events of the person's
 * inbox.
 */
public final class InApp {
  private static final String ADDED = "notice_added";
  private static final String READ = "notice_read";
  private static final int PAGE = 500;

  private final Store store;

  private InApp(Store store) {
    this.store = Objects.requireNonNull(store, "store");
  }

  /**
   * Returns the inboxes in a store.
   *
   * @param store stays the caller's to close
   * @return the inboxes of all its tenants
   */
  public static InApp on(Store store) {
    return new InApp(store);
  }

  /**
   * A notice in an inbox.
   *
   * @param notice the notice
   * @param at when it came
   * @param read whether the person has read it
   */
  public record Entry(Notice notice, Instant at, boolean read) {}

  /**
   * Puts a notice in its recipient's inbox, once.
   *
   * @param notice the notice
   * @return whether it is new; false if it was put there before
   * @throws IllegalArgumentException if the id belongs to a notice to somebody else
   */
  public boolean add(Notice notice) {
    return append(notice, addition(notice).build());
  }

  /**
   * Lists what a person has not read yet.
   *
   * @param tenant the tenant's id
   * @param recipient the host's id of the person
   * @return oldest first
   */
  public List<Entry> unread(String tenant, String recipient) {
    return all(tenant, recipient).stream().filter(entry -> !entry.read()).toList();
  }

  /**
   * Lists everything a person was told.
   *
   * @param tenant the tenant's id
   * @param recipient the host's id of the person
   * @return oldest first
   */
  public List<Entry> all(String tenant, String recipient) {
    Subject inbox = inbox(tenant, recipient);
    Map<String, Entry> entries = new LinkedHashMap<>();
    long after = 0;
    List<Event> events;
    do {
      events = store.read(inbox, after, PAGE);
      events.forEach(event -> apply(tenant, event, entries));
      after += events.size();
    } while (events.size() == PAGE);
    return List.copyOf(entries.values());
  }

  /**
   * Notes that a person has read a notice.
   *
   * @param tenant the tenant's id
   * @param recipient the host's id of the person who reads
   * @param noticeId the notice's id
   * @return whether it was unread until now
   * @throws NoticeMissing if it is not in this person's inbox
   */
  public boolean markRead(String tenant, String recipient, String noticeId) {
    if (!store.find(key(tenant, noticeId)).equals(Optional.of(recipient))) {
      throw new NoticeMissing("the inbox of " + recipient + " holds no notice " + noticeId);
    }
    Json.Obj data = Json.object().put("id", noticeId).build();
    try {
      store.append(
          Append.to(inbox(tenant, recipient))
              .event(new NewEvent(READ, data, recipient, Optional.empty()))
              .unique(new UniqueKey(tenant, READ, noticeId), recipient)
              .build());
      return true;
    } catch (UniqueKeyTaken taken) {
      return false;
    }
  }

  /** Returns the append that adds a notice, to be given to {@link #append} with more in it. */
  Append.Builder addition(Notice notice) {
    NewEvent event =
        new NewEvent(ADDED, notice.toJson(), "notifier", Optional.of(notice.about().toString()));
    return Append.to(inbox(notice.tenant(), notice.recipient()))
        .event(event)
        .unique(key(notice.tenant(), notice.id()), notice.recipient());
  }

  boolean append(Notice notice, Append addition) {
    try {
      store.append(addition);
      return true;
    } catch (UniqueKeyTaken taken) {
      UniqueKey key = key(notice.tenant(), notice.id());
      if (!taken.key().equals(key)) {
        throw taken;
      }
      if (!taken.holder().equals(notice.recipient())) {
        throw new IllegalArgumentException(
            "the id of " + notice + " is that of a notice to " + taken.holder(), taken);
      }
      return false;
    }
  }

  private static void apply(String tenant, Event event, Map<String, Entry> entries) {
    switch (event.type()) {
      case ADDED -> {
        Notice notice = Notice.of(tenant, event.data());
        entries.put(notice.id(), new Entry(notice, event.at(), false));
      }
      case READ ->
          entries.computeIfPresent(
              event.data().text("id").orElseThrow(),
              (id, entry) -> new Entry(entry.notice(), entry.at(), true));
      // Whatever else a host appends to the subject is its own.
      default -> {}
    }
  }

  private static Subject inbox(String tenant, String recipient) {
    return new Subject(tenant, "notices", recipient);
  }

  private static UniqueKey key(String tenant, String noticeId) {
    return new UniqueKey(tenant, "notice", noticeId);
  }
}
