package dev.atom.time;

import dev.atom.time.WorkingDay.Stretch;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * When work is done: hours of the week in a zone, holidays, and days that are different.
 *
 * {@snippet file="dev/atom/time/WorkCalendarTest.java" region="friday"}
 *
 * <p>Hours are stated by the clock on the wall and turned into instants once, edge by edge:
 *
 * <ul>
 *   <li>An edge in a gap, when clocks are set forward, is later by the length of the gap: 02:30
 *       becomes 03:30. A span whose end is thereby not after its start does not take place that day;
 *       spans that thereby meet or overlap count once.
 *   <li>An edge in an overlap, when clocks are set back, is the first of the two.
 *   <li>Between the edges the time that really passes counts: 00:00 to 08:00 is seven hours on the
 *       night of a one-hour gap, nine on that of an overlap.
 *   <li>A date that a zone left out altogether has no working time.
 * </ul>
 *
 * <p>A span's start is working time, its end is not. Every call takes time in proportion to the days
 * it passes over. Immutable and thread-safe; equal by content.
 */
public final class WorkCalendar {
  /** A stretch of 400 years without the working time asked for is a mistake, not a deadline. */
  private static final int MOST_YEARS = 400;

  private final ZoneId zone;
  private final Map<DayOfWeek, List<DaySpan>> week;
  private final Set<LocalDate> holidays;
  private final Map<LocalDate, List<DaySpan>> exceptions;

  private WorkCalendar(Builder builder) {
    zone = builder.zone;
    week = Map.copyOf(builder.week);
    holidays = Set.copyOf(builder.holidays);
    exceptions = Map.copyOf(builder.exceptions);
  }

  /**
   * Returns a builder of a calendar.
   *
   * @param zone the zone in which hours and dates are stated
   * @return a new builder without any hours
   */
  public static Builder newBuilder(ZoneId zone) {
    return new Builder(zone);
  }

  /**
   * Returns a calendar in which all time is working time.
   *
   * @param zone the zone in which days begin
   * @return the calendar
   */
  public static WorkCalendar always(ZoneId zone) {
    Builder builder = newBuilder(zone);
    for (DayOfWeek day : DayOfWeek.values()) {
      builder.on(day, DaySpan.ALL_DAY);
    }
    return builder.build();
  }

  /**
   * Returns the zone.
   *
   * @return the zone in which hours and dates are stated
   */
  public ZoneId zone() {
    return zone;
  }

  /**
   * Returns the hours of a date: those of an exception if there is one, else none on a holiday, else
   * those of the day of the week.
   *
   * @param date the date
   * @return in order; empty if nobody works
   */
  public List<DaySpan> hours(LocalDate date) {
    List<DaySpan> exception = exceptions.get(date);
    if (exception != null) {
      return exception;
    }
    return holidays.contains(date) ? List.of() : week.getOrDefault(date.getDayOfWeek(), List.of());
  }

  /**
   * Tells whether an instant is working time.
   *
   * @param at the instant
   * @return true from a span's start until before its end
   */
  public boolean isWorking(Instant at) {
    return stretches(WorkingDay.of(at, zone)).stream()
        .anyMatch(s -> !at.isBefore(s.start()) && at.isBefore(s.end()));
  }

  /**
   * Returns when work is next on.
   *
   * @param from where to look from
   * @return {@code from} itself if it is working time, else the start of the next span
   * @throws IllegalArgumentException if exceptions and holidays leave no hours for 400 years
   */
  public Instant nextStart(Instant from) {
    LocalDate first = WorkingDay.of(from, zone);
    for (LocalDate day = first; !tooFar(first, day); day = day.plusDays(1)) {
      for (Stretch stretch : stretches(day)) {
        if (from.isBefore(stretch.end())) {
          return from.isAfter(stretch.start()) ? from : stretch.start();
        }
      }
    }
    throw new IllegalArgumentException("no working time within 400 years of " + from);
  }

  /**
   * Returns when an amount of working time will have passed.
   *
   * @param start where to count from, in working time or not
   * @param workingTime how much, 0 or more
   * @return the first instant at which that much has passed: the start itself for nothing, and the
   *     end of a span, not the start of the next, if it fits exactly
   * @throws IllegalArgumentException if the amount is negative or not reached within 400 years
   */
  public Instant add(Instant start, Duration workingTime) {
    if (workingTime.isNegative()) {
      throw new IllegalArgumentException("working time is 0 or more, not " + workingTime);
    }
    if (workingTime.isZero()) {
      return start;
    }
    Duration left = workingTime;
    LocalDate first = WorkingDay.of(start, zone);
    for (LocalDate day = first; !tooFar(first, day); day = day.plusDays(1)) {
      for (Stretch whole : stretches(day)) {
        Stretch stretch = whole.within(start, whole.end());
        if (!stretch.empty()) {
          Duration length = Duration.between(stretch.start(), stretch.end());
          if (left.compareTo(length) <= 0) {
            return stretch.start().plus(left);
          }
          left = left.minus(length);
        }
      }
    }
    throw new IllegalArgumentException(
        workingTime + " of working time is not reached within 400 years of " + start);
  }

  /**
   * Returns the working time between two instants.
   *
   * @param from the one
   * @param to the other
   * @return how much has passed; negative if {@code to} is the earlier one
   */
  public Duration between(Instant from, Instant to) {
    if (to.isBefore(from)) {
      return between(to, from).negated();
    }
    Duration sum = Duration.ZERO;
    LocalDate last = WorkingDay.of(to, zone);
    for (LocalDate day = WorkingDay.of(from, zone); !day.isAfter(last); day = day.plusDays(1)) {
      for (Stretch whole : stretches(day)) {
        Stretch stretch = whole.within(from, to);
        if (!stretch.empty()) {
          sum = sum.plus(Duration.between(stretch.start(), stretch.end()));
        }
      }
    }
    return sum;
  }

  /**
   * Counts the days with working hours after one instant's date, up to and with another's: from any
   * time on Friday to any time on Monday it is one.
   *
   * @param from the one
   * @param to the other
   * @return 0 or more; 0 if {@code to} is the earlier one
   */
  public int daysBetween(Instant from, Instant to) {
    LocalDate after = from.atZone(zone).toLocalDate();
    LocalDate last = to.atZone(zone).toLocalDate();
    int days = 0;
    for (LocalDate day = after.plusDays(1); !day.isAfter(last); day = day.plusDays(1)) {
      days += stretches(day).isEmpty() ? 0 : 1;
    }
    return days;
  }

  private List<Stretch> stretches(LocalDate day) {
    return WorkingDay.stretches(day, zone, this::hours);
  }

  private static boolean tooFar(LocalDate first, LocalDate day) {
    return day.getYear() - first.getYear() > MOST_YEARS;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof WorkCalendar that && contents().equals(that.contents());
  }

  @Override
  public int hashCode() {
    return contents().hashCode();
  }

  private List<Object> contents() {
    return List.of(zone, week, holidays, exceptions);
  }

  @Override
  public String toString() {
    return "WorkCalendar["
        + zone
        + ", "
        + new java.util.TreeMap<>(week)
        + ", "
        + holidays.size()
        + " holidays, "
        + exceptions.size()
        + " exceptions]";
  }

  /** Builds a {@link WorkCalendar}. Defaults: no hours, no holidays, no exceptions. Not thread-safe. */
  public static final class Builder {
    private final ZoneId zone;
    private final Map<DayOfWeek, List<DaySpan>> week = new EnumMap<>(DayOfWeek.class);
    private final Set<LocalDate> holidays = new HashSet<>();
    private final Map<LocalDate, List<DaySpan>> exceptions = new HashMap<>();

    private Builder(ZoneId zone) {
      this.zone = Objects.requireNonNull(zone, "zone");
    }

    /**
     * Sets the hours of Monday to Friday, in place of what was set before.
     *
     * @param spans the hours; may meet, but not overlap
     * @return this builder
     * @throws IllegalArgumentException if two overlap
     */
    public Builder weekdays(DaySpan... spans) {
      for (DayOfWeek day : List.of(DayOfWeek.values()).subList(0, 5)) {
        on(day, spans);
      }
      return this;
    }

    /**
     * Sets the hours of a day of the week, in place of what was set before.
     *
     * @param day the day
     * @param spans the hours; may meet, but not overlap; none for a day off
     * @return this builder
     * @throws IllegalArgumentException if two overlap
     */
    public Builder on(DayOfWeek day, DaySpan... spans) {
      week.put(day, apart(day, spans));
      return this;
    }

    /**
     * Adds dates on which nobody works.
     *
     * @param dates the dates
     * @return this builder
     */
    public Builder holidays(Collection<LocalDate> dates) {
      holidays.addAll(dates);
      return this;
    }

    /**
     * Sets the hours of one date, whatever day of the week and even if it is a holiday: holidays
     * often come from a list that somebody else keeps.
     *
     * @param date the date
     * @param spans the hours; may meet, but not overlap; none for a day off
     * @return this builder
     * @throws IllegalArgumentException if two overlap
     */
    public Builder exception(LocalDate date, DaySpan... spans) {
      exceptions.put(date, apart(date, spans));
      return this;
    }

    private static List<DaySpan> apart(Object day, DaySpan... spans) {
      List<DaySpan> sorted =
          List.of(spans).stream().sorted(Comparator.comparing(DaySpan::start)).toList();
      for (int i = 1; i < sorted.size(); i++) {
        if (sorted.get(i - 1).overlaps(sorted.get(i))) {
          throw new IllegalArgumentException(
              day + ": " + sorted.get(i - 1) + " and " + sorted.get(i) + " overlap");
        }
      }
      return sorted;
    }

    /**
     * Returns the calendar.
     *
     * @return the calendar
     * @throws IllegalStateException if no day of the week has hours: no deadline would ever come
     */
    public WorkCalendar build() {
      if (week.values().stream().allMatch(List::isEmpty)) {
        throw new IllegalStateException(
            "a calendar needs hours on at least one day of the week; for all of them use always");
      }
      return new WorkCalendar(this);
    }
  }
}
