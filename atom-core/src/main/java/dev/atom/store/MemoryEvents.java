package dev.atom.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The events of one subject in a {@link MemoryStore}, which guards it. */
final class MemoryEvents {
  private final List<Event> events = new ArrayList<>();
  private long forgotten;

  long version() {
    return forgotten + events.size();
  }

  SubjectHead head(Subject subject) {
    return new SubjectHead(subject, version(), events.getLast().at());
  }

  /** Adds events; where the clock was set back, at the last one's instant. */
  void add(List<NewEvent> added, Instant now) {
    boolean back = !events.isEmpty() && now.isBefore(events.getLast().at());
    Instant at = back ? events.getLast().at() : now;
    added.forEach(event -> events.add(new Event(version() + 1, at, event)));
  }

  void forget(long upTo) {
    int gone = (int) Math.min(upTo - forgotten, events.size() - 1L);
    if (gone > 0) {
      events.subList(0, gone).clear();
      forgotten += gone;
    }
  }

  List<Event> read(EventRange range) {
    long from = Math.max(range.after(), forgotten);
    long to = Math.min(range.before() - 1, version());
    if (range.newest()) {
      from = Math.max(from, to - range.limit());
    } else {
      to = Math.min(to, from + range.limit());
    }
    return from >= to
        ? List.of()
        : List.copyOf(events.subList((int) (from - forgotten), (int) (to - forgotten)));
  }
}
