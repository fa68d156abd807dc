package dev.atom.time;

import dev.atom.time.WorkingDay.Stretch;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.MonthDay;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The contents of a calendar and the walk over its days, by whole weeks where nothing is special. */
final class WorkHours {
  /** A stretch of 400 years without the working time asked for is a mistake, not a deadline. */
  private static final int MOST_YEARS = 400;

  private static final int WEEK = 7;
  private static final long MOST_WEEKS = MOST_YEARS * 53L;
  private static final Instant FIRST = Instant.parse("-999999-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("+999999-12-31T00:00:00Z");

  private final ZoneId zone;
  private final Map<DayOfWeek, List<DaySpan>> week;
  private final NavigableSet<LocalDate> holidays;
  private final NavigableSet<MonthDay> yearly;
  private final NavigableMap<LocalDate, List<DaySpan>> exceptions;
  private final RegularWeeks regular;
  private final Duration weekLength;

  WorkHours(
      ZoneId zone,
      Map<DayOfWeek, List<DaySpan>> week,
      NavigableSet<LocalDate> holidays,
      NavigableSet<MonthDay> yearly,
      NavigableMap<LocalDate, List<DaySpan>> exceptions) {
    this.zone = zone;
    this.week = new EnumMap<>(week);
    this.week.values().removeIf(List::isEmpty);
    this.holidays = Collections.unmodifiableNavigableSet(new TreeSet<>(holidays));
    this.yearly = Collections.unmodifiableNavigableSet(new TreeSet<>(yearly));
    this.exceptions = Collections.unmodifiableNavigableMap(new TreeMap<>(exceptions));
    NavigableSet<LocalDate> special = new TreeSet<>(holidays);
    special.addAll(exceptions.keySet());
    regular = new RegularWeeks(zone, special, this.yearly);
    weekLength =
        this.week.values().stream()
            .flatMap(List::stream)
            .map(DaySpan::length)
            .reduce(Duration.ZERO, Duration::plus);
  }

  ZoneId zone() {
    return zone;
  }

  Map<DayOfWeek, List<DaySpan>> week() {
    return Collections.unmodifiableMap(week);
  }

  NavigableSet<LocalDate> holidays() {
    return holidays;
  }

  NavigableSet<MonthDay> yearly() {
    return yearly;
  }

  NavigableMap<LocalDate, List<DaySpan>> exceptions() {
    return exceptions;
  }

  List<DaySpan> on(LocalDate date) {
    List<DaySpan> exception = exceptions.get(date);
    if (exception != null) {
      return exception;
    }
    boolean holiday =
        holidays.contains(date) || (!yearly.isEmpty() && yearly.contains(MonthDay.from(date)));
    return holiday ? List.of() : week.getOrDefault(date.getDayOfWeek(), List.of());
  }

  /** What the clock shows. */
  LocalDate date(Instant at) {
    if (at.isBefore(FIRST) || at.isAfter(LAST)) {
      throw new IllegalArgumentException(
          "working time is counted in the years -999,999 to 999,999, not at " + at);
    }
    return at.atZone(zone).toLocalDate();
  }

  /** Whose stretches an instant may lie in. */
  LocalDate day(Instant at) {
    return WorkingDay.of(at, date(at), zone);
  }

  List<Stretch> stretches(LocalDate day) {
    return WorkingDay.stretches(day, zone, this::on);
  }

  List<Stretch> own(LocalDate day) {
    return WorkingDay.own(day, zone, on(day));
  }

  Instant nextStart(Instant from) {
    LocalDate first = day(from);
    for (LocalDate day = first; !tooFar(first, day); day = day.plusDays(1)) {
      for (Stretch stretch : stretches(day)) {
        if (from.isBefore(stretch.end())) {
          return from.isAfter(stretch.start()) ? from : stretch.start();
        }
      }
    }
    throw new IllegalArgumentException("no working time within 400 years of " + from);
  }

  Optional<Instant> nextEnd(Instant from) {
    Instant end = nextStart(from);
    LocalDate first = day(end);
    boolean dayAndNight = weekLength.equals(Duration.ofDays(WEEK));
    for (LocalDate day = first; !tooFar(first, day); day = day.plusDays(1)) {
      if (dayAndNight && day.isAfter(first)) {
        long weeks = regular.from(day, MOST_WEEKS);
        if (weeks > 0) {
          day = day.plusDays(WEEK * weeks);
          end = WorkingDay.begin(day, zone);
        }
      }
      for (Stretch stretch : stretches(day)) {
        if (stretch.start().isAfter(end)) {
          return Optional.of(end);
        }
        end = stretch.end().isAfter(end) ? stretch.end() : end;
      }
      if (end.isBefore(WorkingDay.begin(day.plusDays(1), zone))) {
        return Optional.of(end);
      }
    }
    return Optional.empty();
  }

  Instant plus(Instant start, Duration workingTime) {
    if (workingTime.isZero()) {
      return start;
    }
    Duration left = workingTime;
    LocalDate first = day(start);
    for (LocalDate day = first; !tooFar(first, day); day = day.plusDays(1)) {
      if (left.compareTo(weekLength) > 0 && day.isAfter(first)) {
        long weeks = regular.from(day, weeks(left));
        left = left.minus(weekLength.multipliedBy(weeks));
        day = day.plusDays(WEEK * weeks);
      }
      for (Stretch whole : stretches(day)) {
        Stretch stretch = whole.within(start, whole.end());
        if (!stretch.empty()) {
          if (left.compareTo(stretch.length()) <= 0) {
            return stretch.start().plus(left);
          }
          left = left.minus(stretch.length());
        }
      }
    }
    throw notReached(workingTime, start);
  }

  Instant minus(Instant end, Duration workingTime) {
    if (workingTime.isZero()) {
      return end;
    }
    Duration left = workingTime;
    LocalDate last = day(end);
    for (LocalDate day = last; !tooFar(day, last); day = day.minusDays(1)) {
      if (left.compareTo(weekLength) > 0 && day.isBefore(last)) {
        long weeks = regular.until(day.plusDays(1), weeks(left));
        left = left.minus(weekLength.multipliedBy(weeks));
        day = day.minusDays(WEEK * weeks);
      }
      for (Stretch whole : stretches(day).reversed()) {
        Stretch stretch = whole.within(whole.start(), end);
        if (!stretch.empty()) {
          if (left.compareTo(stretch.length()) <= 0) {
            return stretch.end().minus(left);
          }
          left = left.minus(stretch.length());
        }
      }
    }
    throw notReached(workingTime, end);
  }

  /**
   * How many whole weeks may be passed over. Something has to be left, so that the end of a span is
   * found, not the start of the next.
   */
  private long weeks(Duration left) {
    return weekLength.multipliedBy(MOST_WEEKS).compareTo(left) < 0
        ? MOST_WEEKS
        : left.minusNanos(1).dividedBy(weekLength);
  }

  private static IllegalArgumentException notReached(Duration workingTime, Instant from) {
    return new IllegalArgumentException(
        workingTime + " of working time is not reached within 400 years of " + from);
  }

  Duration between(Instant from, Instant to) {
    Duration sum = Duration.ZERO;
    LocalDate first = day(from);
    LocalDate last = day(to);
    refuseTooFar(first, last);
    for (LocalDate day = first; !day.isAfter(last); day = day.plusDays(1)) {
      if (day.isAfter(first)) {
        long weeks = regular.from(day, day.until(last, ChronoUnit.DAYS) / WEEK);
        sum = sum.plus(weekLength.multipliedBy(weeks));
        day = day.plusDays(WEEK * weeks);
      }
      for (Stretch whole : stretches(day)) {
        Stretch stretch = whole.within(from, to);
        if (!stretch.empty()) {
          sum = sum.plus(stretch.length());
        }
      }
    }
    return sum;
  }

  /** The days on which a span begins, from one to another, both included. */
  int days(LocalDate first, LocalDate last) {
    refuseTooFar(first, last);
    int days = 0;
    for (LocalDate day = first; !day.isAfter(last); day = day.plusDays(1)) {
      int weeks = (int) regular.from(day, day.until(last, ChronoUnit.DAYS) / WEEK);
      days += weeks * week.size();
      day = day.plusDays((long) WEEK * weeks);
      days += own(day).isEmpty() ? 0 : 1;
    }
    return days;
  }

  private static void refuseTooFar(LocalDate first, LocalDate last) {
    if (tooFar(first, last)) {
      throw new IllegalArgumentException(
          first + " and " + last + " are more than " + MOST_YEARS + " years apart");
    }
  }

  private static boolean tooFar(LocalDate first, LocalDate day) {
    return day.getYear() - first.getYear() > MOST_YEARS;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof WorkHours that && contents().equals(that.contents());
  }

  @Override
  public int hashCode() {
    return contents().hashCode();
  }

  private List<Object> contents() {
    return List.of(zone, week, holidays, yearly, exceptions);
  }

  @Override
  public String toString() {
    return zone
        + ", "
        + week
        + ", "
        + (holidays.size() + yearly.size())
        + " holidays, "
        + exceptions.size()
        + " exceptions";
  }
}
