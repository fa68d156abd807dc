package dev.atom.time;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The working time of one day as instants: the edge between the local time, in which everything is
 * stated, and the time that passes.
 */
final class WorkingDay {
  private WorkingDay() {}

  /** Working time from an instant to another one, which does not belong to it. */
  record Stretch(Instant start, Instant end) {
    boolean empty() {
      return !start.isBefore(end);
    }

    Stretch within(Instant from, Instant to) {
      return new Stretch(start.isBefore(from) ? from : start, end.isAfter(to) ? to : end);
    }
  }

  /** The date whose stretches an instant may lie in. */
  static LocalDate of(Instant at, ZoneId zone) {
    LocalDate date = at.atZone(zone).toLocalDate();
    // A clock set back over midnight shows the old date once more, on what is the new day already.
    return begin(date.plusDays(1), zone).isAfter(at) ? date : date.plusDays(1);
  }

  static Instant begin(LocalDate date, ZoneId zone) {
    return date.atStartOfDay(zone).toInstant();
  }

  /** In order and apart from each other, all between this day's beginning and the next one's. */
  static List<Stretch> stretches(
      LocalDate date, ZoneId zone, Function<LocalDate, List<DaySpan>> spans) {
    Instant from = begin(date, zone);
    Instant to = begin(date.plusDays(1), zone);
    // The day before is asked too: a gap at its end pushes its last spans past midnight.
    List<Stretch> sorted =
        Stream.of(date.minusDays(1), date)
            .filter(day -> exists(day, zone))
            .flatMap(day -> spans.apply(day).stream().map(span -> stretch(day, span, zone)))
            .map(stretch -> stretch.within(from, to))
            .filter(stretch -> !stretch.empty())
            .sorted(Comparator.comparing(Stretch::start))
            .toList();
    return united(sorted);
  }

  /** False for a day that a zone left out, as Samoa did with the 30th of December 2011. */
  private static boolean exists(LocalDate date, ZoneId zone) {
    return date.atStartOfDay(zone).toLocalDate().equals(date);
  }

  private static Stretch stretch(LocalDate day, DaySpan span, ZoneId zone) {
    return new Stretch(instant(span.startOn(day), zone), instant(span.endOn(day), zone));
  }

  /** In a gap, later by the gap; in an overlap, the first of the two. */
  private static Instant instant(LocalDateTime local, ZoneId zone) {
    return ZonedDateTime.of(local, zone).toInstant();
  }

  private static List<Stretch> united(List<Stretch> sorted) {
    List<Stretch> united = new ArrayList<>();
    for (Stretch next : sorted) {
      if (!united.isEmpty() && !united.getLast().end().isBefore(next.start())) {
        Stretch last = united.removeLast();
        Instant end = last.end().isAfter(next.end()) ? last.end() : next.end();
        united.add(new Stretch(last.start(), end));
      } else {
        united.add(next);
      }
    }
    return united;
  }
}
