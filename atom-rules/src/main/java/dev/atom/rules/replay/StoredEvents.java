package dev.atom.rules.replay;

import dev.atom.rules.Facts;
import dev.atom.store.Event;
import dev.atom.store.EventRange;
import dev.atom.store.Store;
import dev.atom.store.Subject;
import dev.atom.store.SubjectHead;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The events of a store as what rules are tried on, a page at a time: whatever the period's length, no
 * more than a page of subjects and a page of events is in memory. Subjects come in the order of
 * their ids, each with its events in their order. Not thread-safe.
 */
public final class StoredEvents implements Iterator<ReplayEvent> {
  private static final int PAGE = 200;

  private final Store store;
  private final BiFunction<Subject, Event, Optional<Facts>> facts;
  private final Instant from;
  private final Instant to;
  private final Iterator<Subject> subjects;
  private Optional<Subject> subject = Optional.empty();
  private Iterator<Event> page = List.<Event>of().iterator();
  private long after;
  private boolean last = true;
  private @Nullable ReplayEvent next;

  private StoredEvents(
      Store store,
      Iterator<Subject> subjects,
      Instant from,
      Instant to,
      BiFunction<Subject, Event, Optional<Facts>> facts) {
    this.store = store;
    this.subjects = subjects;
    this.from = from;
    this.to = to;
    this.facts = facts;
  }

  /**
   * Returns the events of one subject.
   *
   * @param store where they are
   * @param subject whose they are
   * @param from the first instant of the period
   * @param to the first instant after it
   * @param facts what rules look at when an event happens; empty for events that they don't see. It is
   *     given all events from the subject's first on, those before the period too, so that it can
   *     follow the subject's state, and what it returns for those is left out
   * @return the events; their ids are the subject's id, a colon and the version
   */
  public static StoredEvents of(
      Store store,
      Subject subject,
      Instant from,
      Instant to,
      BiFunction<Subject, Event, Optional<Facts>> facts) {
    return new StoredEvents(store, List.of(subject).iterator(), from, to, facts);
  }

  /**
   * Returns the events of all subjects of a kind.
   *
   * @param store where they are
   * @param tenant the tenant's id
   * @param kind what the subjects are
   * @param from the first instant of the period
   * @param to the first instant after it
   * @param facts what rules look at, as in {@link #of}; a new subject begins where the subject changes
   * @return the events; their ids are the subject's id, a colon and the version
   */
  public static StoredEvents ofKind(
      Store store,
      String tenant,
      String kind,
      Instant from,
      Instant to,
      BiFunction<Subject, Event, Optional<Facts>> facts) {
    return new StoredEvents(store, new Subjects(store, tenant, kind), from, to, facts);
  }

  /** The subjects of a kind, read a page at a time. */
  private static final class Subjects implements Iterator<Subject> {
    private final Store store;
    private final String tenant;
    private final String kind;
    private String after = "";
    private boolean last;
    private Iterator<SubjectHead> page = List.<SubjectHead>of().iterator();

    Subjects(Store store, String tenant, String kind) {
      this.store = store;
      this.tenant = tenant;
      this.kind = kind;
    }

    @Override
    public boolean hasNext() {
      if (!page.hasNext() && !last) {
        List<SubjectHead> read = store.subjects(tenant, kind, after, PAGE);
        last = read.size() < PAGE;
        page = read.iterator();
      }
      return page.hasNext();
    }

    @Override
    public Subject next() {
      if (!hasNext()) {
        throw new NoSuchElementException("there are no more subjects");
      }
      Subject subject = page.next().subject();
      after = subject.id();
      return subject;
    }
  }

  @Override
  public boolean hasNext() {
    while (next == null && event()) {
      Event event = page.next();
      after = event.version();
      Subject of = subject.orElseThrow();
      Optional<Facts> seen = facts.apply(of, event);
      if (!event.at().isBefore(from) && event.at().isBefore(to)) {
        next =
            seen.map(f -> new ReplayEvent(of.id() + ":" + event.version(), f, event.at()))
                .orElse(null);
      }
    }
    return next != null;
  }

  /** Whether there is a next event in the page, which is turned if need be. */
  private boolean event() {
    while (!page.hasNext()) {
      if (!last) {
        List<Event> read = store.read(subject.orElseThrow(), EventRange.after(after, PAGE));
        last = read.size() < PAGE;
        page = read.iterator();
      } else if (subjects.hasNext()) {
        subject = Optional.of(subjects.next());
        after = 0;
        last = false;
      } else {
        return false;
      }
    }
    return true;
  }

  @Override
  public ReplayEvent next() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException("there are no more events");
    }
    ReplayEvent event = next;
    next = null;
    return event;
  }
}
