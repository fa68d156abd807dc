package dev.atom.time;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.YearMonth;
import java.util.Optional;

/**
 * Due on working days: on each of them, or on one of each month, such as the third last. A working
 * day is one on which a span begins.
 *
 * @param ofMonth 0 for every working day; 1 for the first of a month, 2 for the second; -1 for the
 *     last, -2 for the one before; from -23 to 23. Months with fewer are passed over
 * @param at the time on that day by the calendar's clocks, whether anybody works then or not, later
 *     by the gap in a gap and the first of the two in an overlap; empty for when work begins
 * @param calendar when work is done
 */
public record WorkingDays(int ofMonth, Optional<LocalTime> at, WorkCalendar calendar)
    implements Schedule {
  private static final int MOST = 23;

  /** Two centuries without one are a mistake in the calendar. */
  private static final int MOST_MONTHS = 2400;

  /** Refuses a day that few months have. */
  public WorkingDays {
    if (ofMonth < -MOST || ofMonth > MOST) {
      throw new InvalidSchedule(
          "working day", String.valueOf(ofMonth), "count up to " + MOST + " from either end");
    }
  }

  /**
   * Returns a schedule that is due when work begins on every working day.
   *
   * @param calendar when work is done
   * @return the schedule
   */
  public static WorkingDays each(WorkCalendar calendar) {
    return new WorkingDays(0, Optional.empty(), calendar);
  }

  /**
   * Returns a schedule that is due when work begins on one working day of each month.
   *
   * @param number 1 for the first, -1 for the last, -3 for the third last; not 0
   * @param calendar when work is done
   * @return the schedule
   * @throws InvalidSchedule if the number is 0 or beyond 23
   */
  public static WorkingDays ofMonth(int number, WorkCalendar calendar) {
    if (number == 0) {
      throw new InvalidSchedule("working day", "0", "1 is the first of the month, -1 the last");
    }
    return new WorkingDays(number, Optional.empty(), calendar);
  }

  /**
   * Returns the same schedule at a time of the day.
   *
   * @param time by the calendar's clocks
   * @return a new schedule
   */
  public WorkingDays at(LocalTime time) {
    return new WorkingDays(ofMonth, Optional.of(time), calendar);
  }

  /**
   * {@inheritDoc}
   *
   * @return empty if two hundred years have no such day
   */
  @Override
  public Optional<Instant> next(Instant after) {
    // The day before, because a gap at its end can push its time past midnight.
    LocalDate from = calendar.date(after).minusDays(1);
    YearMonth month = YearMonth.from(from);
    for (int i = 0; i < MOST_MONTHS; i++, month = month.plusMonths(1)) {
      Optional<Instant> due = ofMonth == 0 ? firstIn(month, from, after) : chosenIn(month, after);
      if (due.isPresent()) {
        return due;
      }
    }
    return Optional.empty();
  }

  private Optional<Instant> firstIn(YearMonth month, LocalDate from, Instant after) {
    LocalDate first = month.atDay(1);
    LocalDate last = month.atEndOfMonth();
    for (LocalDate day = from.isAfter(first) ? from : first;
        !day.isAfter(last);
        day = day.plusDays(1)) {
      Optional<Instant> due = on(day).filter(after::isBefore);
      if (due.isPresent()) {
        return due;
      }
    }
    return Optional.empty();
  }

  private Optional<Instant> chosenIn(YearMonth month, Instant after) {
    LocalDate day = ofMonth > 0 ? month.atDay(1) : month.atEndOfMonth();
    int left = Math.abs(ofMonth);
    while (YearMonth.from(day).equals(month)) {
      Optional<Instant> due = on(day);
      if (due.isPresent() && --left == 0) {
        return due.filter(after::isBefore);
      }
      day = day.plusDays(Integer.signum(ofMonth));
    }
    return Optional.empty();
  }

  private Optional<Instant> on(LocalDate day) {
    Optional<Instant> start = calendar.start(day);
    return at.isPresent()
        ? start.map(any -> WorkingDay.instant(day.atTime(at.get()), calendar.zone()))
        : start;
  }

  @Override
  public String toString() {
    return (ofMonth == 0
            ? ScheduleText.EACH_DAY
            : ScheduleText.DAY_OF_MONTH + ofMonth + ScheduleText.OF_MONTH)
        + ScheduleText.AT
        + at.map(LocalTime::toString).orElse(ScheduleText.START)
        + ScheduleText.IN
        + calendar.toJson();
  }
}
