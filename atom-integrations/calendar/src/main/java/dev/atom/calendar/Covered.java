package dev.atom.calendar;

import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Stretches of time apart from each other: what is added and meets or overlaps others becomes one. */
final class Covered {
  private final NavigableMap<Instant, Instant> ends = new TreeMap<>();

  void add(BusyTime time) {
    Instant start = time.start();
    Instant end = time.end();
    Map.Entry<Instant, Instant> before = ends.floorEntry(start);
    if (before != null && !before.getValue().isBefore(start)) {
      start = before.getKey();
    }
    NavigableMap<Instant, Instant> touched = ends.subMap(start, true, end, true);
    if (!touched.isEmpty()) {
      Instant last = touched.lastEntry().getValue();
      end = last.isAfter(end) ? last : end;
      touched.clear();
    }
    ends.put(start, end);
  }

  /** Passes on the parts of a time that are not covered, in order. */
  void without(BusyTime time, Consumer<BusyTime> rest) {
    Map.Entry<Instant, Instant> before = ends.floorEntry(time.start());
    Instant from =
        before != null && before.getValue().isAfter(time.start())
            ? before.getValue()
            : time.start();
    for (Map.Entry<Instant, Instant> hole :
        ends.subMap(time.start(), false, time.end(), false).entrySet()) {
      if (from.isBefore(hole.getKey())) {
        rest.accept(new BusyTime(from, hole.getKey(), time.kind()));
      }
      from = hole.getValue();
    }
    if (from.isBefore(time.end())) {
      rest.accept(new BusyTime(from, time.end(), time.kind()));
    }
  }
}
