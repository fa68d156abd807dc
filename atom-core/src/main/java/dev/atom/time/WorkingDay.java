package dev.atom.time;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

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

    Duration length() {
      return Duration.between(start, end);
    }

    Stretch within(Instant from, Instant to) {
      return new Stretch(start.isBefore(from) ? from : start, end.isAfter(to) ? to : end);
    }
  }

  /** The date whose stretches an instant may lie in, when the clock shows a date. */
  static LocalDate of(Instant at, LocalDate date, ZoneId zone) {
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
    List<Stretch> stretches = new ArrayList<>();
    // The day before is asked too: its last span, or a gap at its end, leads past midnight.
    LocalDate before = date.minusDays(exists(date.minusDays(1), zone) ? 1 : 2);
    for (LocalDate day : List.of(before, date)) {
      for (Stretch own : own(day, zone, spans.apply(day))) {
        Stretch part = own.within(from, to);
        if (!part.empty()) {
          stretches.add(part);
        }
      }
    }
    stretches.sort(Comparator.comparing(Stretch::start));
    return united(stretches);
  }

  /** The spans that begin on a day, past its end, too; none of a day that the zone left out. */
  static List<Stretch> own(LocalDate day, ZoneId zone, List<DaySpan> spans) {
    if (spans.isEmpty() || !exists(day, zone)) {
      return List.of();
    }
    List<Stretch> own = new ArrayList<>(spans.size());
    for (DaySpan span : spans) {
      Stretch stretch = stretch(day, span, zone);
      if (!stretch.empty()) {
        own.add(stretch);
      }
    }
    return own;
  }

  /** False for a day that a zone left out, as Samoa did with the 30th of December 2011. */
  private static boolean exists(LocalDate date, ZoneId zone) {
    return date.atStartOfDay(zone).toLocalDate().equals(date);
  }

  private static Stretch stretch(LocalDate day, DaySpan span, ZoneId zone) {
    return new Stretch(instant(span.startOn(day), zone), instant(span.endOn(day), zone));
  }

  /** In a gap, later by the gap; in an overlap, the first of the two. */
  static Instant instant(LocalDateTime local, ZoneId zone) {
    return local.atZone(zone).toInstant();
  }

  /** Those that meet or overlap made one. */
  static List<Stretch> united(List<Stretch> sorted) {
    if (sorted.size() < 2) {
      return sorted;
    }
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
