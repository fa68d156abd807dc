package dev.atom.calendar;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * When somebody is not free, without saying why: a VFREEBUSY. Equal by content. Immutable and
 * thread-safe.
 */
public final class FreeBusy {
  private final Component component;
  private final Optional<CalendarTime> start;
  private final Optional<CalendarTime> end;
  private final List<BusyTime> busy;

  private FreeBusy(Component component, Values values) {
    this.component = component;
    start = component.property("DTSTART").map(values::time);
    end = component.property("DTEND").map(values::time);
    List<BusyTime> times = new ArrayList<>();
    for (Property property : component.properties("FREEBUSY")) {
      List<Span> spans = values.spans(property);
      BusyKind.of(property.parameter("FBTYPE").orElse("BUSY"))
          .ifPresent(kind -> spans.forEach(span -> add(span, kind, times)));
    }
    busy = List.copyOf(times);
  }

  private static void add(Span span, BusyKind kind, List<BusyTime> times) {
    // The periods are in UTC, says the RFC; where they are not, nobody's zone is right.
    ZoneId zone = ZoneOffset.UTC;
    Instant from = span.start().instant(zone);
    Instant to = span.endOf(span.start(), zone);
    if (from.isBefore(to)) {
      times.add(new BusyTime(from, to, kind));
    }
  }

  static FreeBusy of(Component component, Values values) {
    return new FreeBusy(component, values);
  }

  /**
   * Returns from when on this is known.
   *
   * @return the DTSTART
   */
  public Optional<CalendarTime> start() {
    return start;
  }

  /**
   * Returns until when this is known.
   *
   * @return the DTEND
   */
  public Optional<CalendarTime> end() {
    return end;
  }

  /**
   * Returns when somebody is not free.
   *
   * @return as they stand in the file, those that are free left out
   */
  public List<BusyTime> busy() {
    return busy;
  }

  /**
   * Returns the answer or question as it stands in the file.
   *
   * @return the VFREEBUSY
   */
  public Component component() {
    return component;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FreeBusy that && component.equals(that.component);
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
