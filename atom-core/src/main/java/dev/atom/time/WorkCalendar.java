package dev.atom.time;

import dev.atom.json.Json;
import dev.atom.json.JsonException;
import dev.atom.time.WorkingDay.Stretch;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.MonthDay;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

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
 * <p>A span's start is working time, its end is not. A span past midnight belongs to the day on
 * which it begins: it goes on into a holiday, and one that begins on a holiday doesn't take place.
 *
 * <p>Whole weeks without a holiday, an exception or a change of the clocks are passed over at once: a
 * call costs what these days cost, not what all days would. Instants outside of the years -999,999 to
 * 999,999 are refused with an IllegalArgumentException. Immutable and thread-safe; equal by content.
 */
public final class WorkCalendar {
  private final WorkHours hours;

  private WorkCalendar(WorkHours hours) {
    this.hours = hours;
  }

  /**
   * Reads a calendar from its JSON form.
   *
   * {@snippet file="dev/atom/time/WorkCalendarJsonTest.java" region="json"}
   *
   * @param json an object with {@code zone}, {@code week} (spans by {@code monday} to {@code sunday})
   *     and, if there are any, {@code holidays} (dates), {@code yearly} (months and days, such as
   *     {@code 12-25}) and {@code exceptions} (spans by date)
   * @return the calendar
   * @throws JsonException if it has another form or a member of another name; says at which path
   */
  public static WorkCalendar fromJson(Json json) {
    return WorkCalendarJson.read(json);
  }

  /**
   * Returns the JSON form.
   *
   * @return what {@link #fromJson} reads; the same for equal calendars
   */
  public Json.Obj toJson() {
    return WorkCalendarJson.write(hours);
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
    return hours.zone();
  }

  /**
   * Returns the hours of a date: those of an exception if there is one, else none on a holiday, else
   * those of the day of the week.
   *
   * @param date the date
   * @return the spans that begin on it, in order; empty if nobody works
   */
  public List<DaySpan> hours(LocalDate date) {
    return hours.on(date);
  }

  /**
   * Returns when work begins on a date.
   *
   * @param date the date
   * @return the start of its first span; empty if none takes place
   */
  public Optional<Instant> start(LocalDate date) {
    return hours.own(date).stream().map(Stretch::start).min(Comparator.naturalOrder());
  }

  /**
   * Tells whether an instant is working time.
   *
   * @param at the instant
   * @return true from a span's start until before its end
   */
  public boolean isWorking(Instant at) {
    for (Stretch stretch : hours.stretches(hours.day(at))) {
      if (!at.isBefore(stretch.start()) && at.isBefore(stretch.end())) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns when work is next on.
   *
   * @param from where to look from
   * @return {@code from} itself if it is working time, else the start of the next span
   * @throws IllegalArgumentException if exceptions and holidays leave no hours for 400 years
   */
  public Instant nextStart(Instant from) {
    return hours.nextStart(from);
  }

  /**
   * Returns when work is next off.
   *
   * @param from where to look from
   * @return the first instant after {@code from} at which working time ends; spans that meet are one;
   *     empty if it goes on for 400 years
   * @throws IllegalArgumentException if exceptions and holidays leave no hours for 400 years
   */
  public Optional<Instant> nextEnd(Instant from) {
    return hours.nextEnd(from);
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
  public Instant plus(Instant start, Duration workingTime) {
    return hours.plus(start, notNegative(workingTime));
  }

  /**
   * Returns when to begin for an amount of working time to have passed at an instant.
   *
   * @param end where to count back from, in working time or not
   * @param workingTime how much, 0 or more
   * @return the last instant from which that much passes: the end itself for nothing, and the start
   *     of a span, not the end of the one before, if it fits exactly
   * @throws IllegalArgumentException if the amount is negative or not reached within 400 years
   */
  public Instant minus(Instant end, Duration workingTime) {
    return hours.minus(end, notNegative(workingTime));
  }

  private static Duration notNegative(Duration workingTime) {
    if (workingTime.isNegative()) {
      throw new IllegalArgumentException("working time is 0 or more, not " + workingTime);
    }
    return workingTime;
  }

  /**
   * Returns the working time between two instants.
   *
   * @param from the one
   * @param to the other
   * @return how much has passed; negative if {@code to} is the earlier one
   * @throws IllegalArgumentException if they are more than 400 years apart
   */
  public Duration between(Instant from, Instant to) {
    return to.isBefore(from) ? hours.between(to, from).negated() : hours.between(from, to);
  }

  /**
   * Counts the days on which a span begins after one instant's date, up to and with another's: from
   * any time on Friday to any time on Monday it is one.
   *
   * @param from the one
   * @param to the other
   * @return 0 or more; 0 if {@code to} is the earlier one
   * @throws IllegalArgumentException if they are more than 400 years apart
   */
  public int daysBetween(Instant from, Instant to) {
    return hours.days(date(from).plusDays(1), date(to));
  }

  /** What the clock shows. */
  LocalDate date(Instant at) {
    return hours.date(at);
  }

  /** The day that an instant belongs to: also where a clock set back shows the date before again. */
  LocalDate day(Instant at) {
    return hours.day(at);
  }

  /** The spans that begin on a date, as they take place. */
  List<Stretch> own(LocalDate date) {
    return hours.own(date);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof WorkCalendar that && hours.equals(that.hours);
  }

  @Override
  public int hashCode() {
    return hours.hashCode();
  }

  @Override
  public String toString() {
    return "WorkCalendar[" + hours + "]";
  }

  /** Builds a {@link WorkCalendar}. Defaults: no hours, no holidays, no exceptions. Not thread-safe. */
  public static final class Builder {
    private final ZoneId zone;
    private final Map<DayOfWeek, List<DaySpan>> week = new EnumMap<>(DayOfWeek.class);
    private final NavigableSet<LocalDate> holidays = new TreeSet<>();
    private final NavigableSet<MonthDay> yearly = new TreeSet<>();
    private final NavigableMap<LocalDate, List<DaySpan>> exceptions = new TreeMap<>();

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
     * Adds days of every year on which nobody works.
     *
     * @param days the days; the 29th of February is one in leap years only
     * @return this builder
     */
    public Builder yearly(Collection<MonthDay> days) {
      yearly.addAll(days);
      return this;
    }

    /**
     * Sets the hours of one date, whatever day of the week and even if it is a holiday: holidays
     * often come from a list that somebody else keeps.
     *
     * @param date the date
     * @param spans the hours; may meet, but not overlap; none for a day off
     * @return this builder
     * @throws IllegalArgumentException if two overlap; what comes over from the day before may, and counts once
     */
    public Builder exception(LocalDate date, DaySpan... spans) {
      exceptions.put(date, apart(date, spans));
      return this;
    }

    private static List<DaySpan> apart(Object day, DaySpan... spans) {
      List<DaySpan> sorted =
          List.of(spans).stream().sorted(Comparator.comparing(DaySpan::start)).toList();
      for (int i = 1; i < sorted.size(); i++) {
        if (sorted.get(i - 1).overlaps(sorted.get(i), 0)) {
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
     * @throws IllegalArgumentException if a span past midnight overlaps one of the next day of the
     *     week
     */
    public WorkCalendar build() {
      if (week.values().stream().allMatch(List::isEmpty)) {
        throw new IllegalStateException(
            "a calendar needs hours on at least one day of the week; for all of them use always");
      }
      for (DayOfWeek day : DayOfWeek.values()) {
        for (DaySpan span : week.getOrDefault(day, List.of())) {
          for (DaySpan next : week.getOrDefault(day.plus(1), List.of())) {
            if (span.overlaps(next, 1)) {
              throw new IllegalArgumentException(
                  day + " " + span + " and " + day.plus(1) + " " + next + " overlap");
            }
          }
        }
      }
      return new WorkCalendar(new WorkHours(zone, week, holidays, yearly, exceptions));
    }
  }
}
