package dev.atom.calendar;

import dev.atom.time.Recurrence;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The recurrence set of RFC 5545, section 3.8.5: DTSTART, what the rules make, and the RDATEs, without
 * the EXDATEs. Everything is counted by the clock on the wall of the start, and turned into points in
 * time at the end.
 */
final class Recurring {
  private static final Duration CLOCKS = Duration.ofDays(2);

  private final Timing timing;
  private final ZoneId reader;
  private final Limited limited;
  private final Set<Instant> excluded = new HashSet<>();
  private final Set<LocalDate> excludedDays = new HashSet<>();

  Recurring(Timing timing, ZoneId reader, Limited limited) {
    this.timing = timing;
    this.reader = reader;
    this.limited = limited;
    Optional<CalendarTime> start = timing.start();
    for (CalendarTime time : timing.excluded()) {
      Walls.day(time, start, reader)
          .ifPresentOrElse(
              excludedDays::add, () -> excluded.add(Walls.within(time, start).instant(reader)));
    }
  }

  /**
   * The occurrences that begin in a window, which is widened for those that begin before it and last
   * into it: by when they begin, each with the span that tells when it ends.
   */
  Map<Instant, Begun> between(Instant from, Instant to) {
    Map<Instant, Begun> found = new TreeMap<>();
    timing
        .span()
        .ifPresent(
            span -> {
              Instant earliest = earlier(from, span.reach());
              add(new Begun(span.start(), span), earliest, to, found);
              for (Recurrence rule : timing.rules()) {
                walls(rule, span.start(), earliest, to)
                    .forEach(
                        wall ->
                            add(
                                new Begun(Walls.at(span.start(), wall), span),
                                earliest,
                                to,
                                found));
              }
            });
    for (Span date : timing.dates()) {
      boolean period = date.end().isPresent() || date.length().isPresent();
      Span span = period ? date : timing.span().orElse(date);
      add(new Begun(date.start(), span), earlier(from, span.reach()), to, found);
    }
    exclude(from, to, found);
    return found;
  }

  /** When an occurrence begins, and the span of the first one, or of a period its own. */
  record Begun(CalendarTime time, Span span) {}

  private void add(Begun begun, Instant from, Instant to, Map<Instant, Begun> found) {
    Instant at = begun.time().instant(reader);
    if (!at.isBefore(from) && at.isBefore(to)) {
      limited.count();
      // A period says more than a rule about the same occurrence.
      boolean period = !timing.span().map(begun.span()::equals).orElse(false);
      if (period) {
        found.put(at, begun);
      } else {
        found.putIfAbsent(at, begun);
      }
    }
  }

  private void exclude(Instant from, Instant to, Map<Instant, Begun> found) {
    found.keySet().removeAll(excluded);
    if (!excludedDays.isEmpty()) {
      found.values().removeIf(begun -> excludedDays.contains(Walls.date(begun.time())));
    }
    if (!timing.exceptions().isEmpty()) {
      CalendarTime start = timing.start().orElseThrow();
      Instant earliest = earlier(from, timing.span().orElseThrow().reach());
      for (Recurrence rule : timing.exceptions()) {
        walls(rule, start, earliest, to)
            .forEach(
                wall -> {
                  limited.count();
                  found.remove(Walls.at(start, wall).instant(reader));
                });
      }
    }
  }

  /** The window is widened by more than any two clocks differ; who asks looks closer. */
  private static Stream<LocalDateTime> walls(
      Recurrence rule, CalendarTime start, Instant from, Instant to) {
    LocalDateTime wall = Walls.of(start);
    Stream<LocalDateTime> walls =
        rule.occurrencesBetween(wall, ZoneOffset.UTC, earlier(from, CLOCKS), later(to, CLOCKS))
            .map(ZonedDateTime::toLocalDateTime);
    return start instanceof CalendarTime.Day
        ? walls.map(LocalDateTime::toLocalDate).distinct().map(LocalDate::atStartOfDay)
        : walls;
  }

  private static Instant earlier(Instant at, Duration by) {
    return at.isBefore(Instant.MIN.plus(by)) ? Instant.MIN : at.minus(by);
  }

  private static Instant later(Instant at, Duration by) {
    return at.isAfter(Instant.MAX.minus(by)) ? Instant.MAX : at.plus(by);
  }
}
