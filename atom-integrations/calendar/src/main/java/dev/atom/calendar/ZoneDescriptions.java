package dev.atom.calendar;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A VTIMEZONE for each zone that events use, from the year before the first use on. */
final class ZoneDescriptions {
  private record Used(CalendarZone zone, Instant first) {
    Used and(Used other) {
      return other.first.isBefore(first) ? other : this;
    }
  }

  private final Map<String, Used> used = new TreeMap<>();

  ZoneDescriptions(Collection<Event> events) {
    events.forEach(event -> times(event).forEach(this::use));
  }

  private static Stream<CalendarTime> times(Event event) {
    Timing timing = event.timing();
    Stream<CalendarTime> ends = timing.span().flatMap(Span::end).stream();
    Stream<CalendarTime> dates =
        timing.dates().stream().flatMap(d -> Stream.concat(Stream.of(d.start()), d.end().stream()));
    return Stream.of(
            timing.start().stream(),
            ends,
            dates,
            timing.excluded().stream(),
            timing.recurrenceId().stream())
        .flatMap(stream -> stream);
  }

  private void use(CalendarTime time) {
    if (time instanceof CalendarTime.Zoned zoned) {
      Used here = new Used(zoned.zone(), zoned.instant(ZoneOffset.UTC));
      used.merge(zoned.zone().id(), here, Used::and);
    }
  }

  List<Component> components() {
    List<Component> components = new ArrayList<>();
    for (Used zone : used.values()) {
      components.add(
          zone.zone()
              .description()
              .orElseGet(() -> new ZoneWriter(zone.zone(), zone.first()).component()));
    }
    return components;
  }
}
