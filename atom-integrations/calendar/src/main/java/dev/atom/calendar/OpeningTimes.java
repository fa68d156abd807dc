package dev.atom.calendar;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * When somebody can be asked at all, as they publish it: a VAVAILABILITY of RFC 7953. It covers a
 * stretch of time; within that they are free only when one of its parts says so. Where several cover
 * the same time, that of the higher priority counts. Equal by content. Immutable and thread-safe.
 */
public final class OpeningTimes {
  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

  private final Component component;
  private final Timing timing;
  private final List<Event> open;
  private final int priority;
  private final Optional<BusyKind> kind;

  private OpeningTimes(Component component, Values values) {
    this.component = component;
    timing = Timing.of(component, "DTEND", values);
    open =
        component.components("AVAILABLE").stream()
            .map(available -> Event.of(available, values))
            .toList();
    priority = component.property("PRIORITY").map(p -> Numbers.count(p, 9)).orElse(0);
    kind =
        BusyKind.of(component.property("BUSYTYPE").map(Property::raw).orElse("BUSY-UNAVAILABLE"));
  }

  static OpeningTimes of(Component component, Values values) {
    return new OpeningTimes(component, values);
  }

  /**
   * Returns what counts where several cover the same time.
   *
   * @return from 1, the highest, to 9; 0, the lowest, if it is not stated
   */
  public int priority() {
    return priority;
  }

  /**
   * Returns from when on this is stated.
   *
   * @return the DTSTART; empty for ever before
   */
  public Optional<CalendarTime> start() {
    return timing.start();
  }

  /**
   * Returns until when this is stated.
   *
   * @return the DTEND, or what DTSTART and DURATION make; empty for ever after
   */
  public Optional<CalendarTime> end() {
    return timing.end();
  }

  /**
   * Returns the availability as it stands in the file.
   *
   * @return the VAVAILABILITY
   */
  public Component component() {
    return component;
  }

  /** When nobody of them is free, by priority from the highest, each where none before it covers. */
  static List<BusyTime> busy(
      Collection<OpeningTimes> all, Instant from, Instant to, ZoneId reader, Limited limited) {
    List<OpeningTimes> sorted =
        all.stream()
            .sorted(Comparator.comparingInt(o -> o.priority == 0 ? -10 : -o.priority))
            .toList();
    List<BusyTime> busy = new ArrayList<>();
    Covered stated = new Covered();
    for (OpeningTimes next : sorted.reversed()) {
      List<BusyTime> covered = next.covered(from, to, reader);
      if (!covered.isEmpty()) {
        Covered open = new Covered();
        next.open(from, to, reader, limited).forEach(open::add);
        covered.forEach(time -> open.without(time, shut -> stated.without(shut, busy::add)));
        covered.forEach(stated::add);
      }
    }
    return busy;
  }

  private List<BusyTime> covered(Instant from, Instant to, ZoneId reader) {
    Instant first = start().map(time -> time.instant(reader)).orElse(FIRST);
    Instant last = end().map(time -> time.instant(reader)).orElse(LAST);
    if (!first.isBefore(last) || kind.isEmpty()) {
      return List.of();
    }
    return BusyTime.united(List.of(new BusyTime(first, last, kind.get())), from, to);
  }

  private List<BusyTime> open(Instant from, Instant to, ZoneId reader, Limited limited) {
    List<BusyTime> times = new ArrayList<>();
    for (Occurrence occurrence : Series.between(open, from, to, reader, limited)) {
      if (occurrence.start().isBefore(occurrence.end())) {
        times.add(new BusyTime(occurrence.start(), occurrence.end(), BusyKind.UNAVAILABLE));
      }
    }
    return BusyTime.united(times, from, to);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof OpeningTimes that && component.equals(that.component);
  }

  @Override
  public int hashCode() {
    return component.hashCode();
  }

  @Override
  public String toString() {
    return component.toString();
  }
}
