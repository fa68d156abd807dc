package dev.atom.calendar;

import dev.atom.time.Slot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * A stretch of time in which somebody is not free.
 *
 * @param start when it begins
 * @param end when it ends, which is free again; after the start
 * @param kind why
 */
public record BusyTime(Instant start, Instant end, BusyKind kind) {
  private static final Comparator<BusyTime> ORDER =
      Comparator.comparing(BusyTime::start)
          .thenComparing(BusyTime::end)
          .thenComparing(BusyTime::kind);

  /** Refuses an end that is not after the start. */
  public BusyTime {
    if (!start.isBefore(end)) {
      throw new IllegalArgumentException("a busy time from " + start + " can't end at " + end);
    }
  }

  /**
   * Returns the stretch without the reason, as {@code dev.atom.time.Diary} takes it.
   *
   * @return from the start to the end
   */
  public Slot slot() {
    return new Slot(start, end);
  }

  /** Within a window, and those of one kind that meet or overlap made one; in order. */
  static List<BusyTime> united(Collection<BusyTime> times, Instant from, Instant to) {
    List<BusyTime> united = new ArrayList<>();
    for (BusyKind kind : BusyKind.values()) {
      List<BusyTime> sorted =
          times.stream()
              .filter(time -> time.kind() == kind)
              .filter(time -> time.start().isBefore(to) && time.end().isAfter(from))
              .map(time -> time.within(from, to))
              .sorted(ORDER)
              .toList();
      List<BusyTime> apart = new ArrayList<>();
      for (BusyTime next : sorted) {
        if (!apart.isEmpty() && !apart.getLast().end().isBefore(next.start())) {
          BusyTime last = apart.removeLast();
          apart.add(new BusyTime(last.start(), later(last.end(), next.end()), kind));
        } else {
          apart.add(next);
        }
      }
      united.addAll(apart);
    }
    united.sort(ORDER);
    return List.copyOf(united);
  }

  private BusyTime within(Instant from, Instant to) {
    return new BusyTime(later(start, from), end.isAfter(to) ? to : end, kind);
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
