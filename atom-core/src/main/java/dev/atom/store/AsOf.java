package dev.atom.store;

import java.time.Instant;
import java.util.List;

/** Finds a version by time: a subject's instants never go back, so it halves the range. */
final class AsOf {
  private AsOf() {}

  static long version(Store store, Subject subject, Instant at) {
    List<Event> first = store.read(subject, EventRange.after(0, 1));
    if (first.isEmpty()) {
      return 0;
    }
    long before = first.getFirst().version() - 1;
    long end = store.version(subject);
    while (before < end) {
      long middle = before + (end - before + 1) / 2;
      List<Event> event = store.read(subject, EventRange.after(middle - 1, 1));
      if (event.isEmpty() || event.getFirst().version() != middle) {
        before = middle; // forgotten meanwhile, so older than what is left
      } else if (event.getFirst().at().isAfter(at)) {
        end = middle - 1;
      } else {
        before = middle;
      }
    }
    return before;
  }
}
