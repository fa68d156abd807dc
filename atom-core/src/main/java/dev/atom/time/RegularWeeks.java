package dev.atom.time;

import java.time.LocalDate;
import java.time.MonthDay;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.NavigableSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds whole weeks in which the hours of the week hold as they are: no holiday, no exception, no
 * change of the clocks.
 */
final class RegularWeeks {
  /** How far around a date a change of the clocks may move the edges of its spans. */
  private static final int MARGIN = 1;

  private static final int WEEK = 7;
  private final ZoneId zone;
  private final NavigableSet<LocalDate> special;
  private final NavigableSet<MonthDay> yearly;

  RegularWeeks(ZoneId zone, NavigableSet<LocalDate> special, NavigableSet<MonthDay> yearly) {
    this.zone = zone;
    this.special = special;
    this.yearly = yearly;
  }

  /**
   * How many weeks begin with a day, at most so many. The day before is a regular one, too, because
   * its last span may go on past midnight.
   */
  long from(LocalDate day, long atMost) {
    if (atMost <= 0) {
      return 0;
    }
    LocalDate first = day.minusDays(1);
    LocalDate irregular =
        earlier(earlier(special.ceiling(first), yearlyFrom(first)), changeFrom(first));
    long weeks = irregular == null ? atMost : day.until(irregular, ChronoUnit.DAYS) / WEEK;
    return Math.max(0, Math.min(atMost, weeks));
  }

  /** How many weeks end before a day, at most so many, and with a regular day before them, too. */
  long until(LocalDate day, long atMost) {
    if (atMost <= 0) {
      return 0;
    }
    LocalDate last = day.minusDays(1);
    LocalDate irregular = later(later(special.floor(last), yearlyUntil(last)), changeUntil(last));
    long weeks = irregular == null ? atMost : (irregular.until(day, ChronoUnit.DAYS) - 2) / WEEK;
    return Math.max(0, Math.min(atMost, weeks));
  }

  private @Nullable LocalDate yearlyFrom(LocalDate first) {
    if (yearly.isEmpty()) {
      return null;
    }
    MonthDay next = yearly.ceiling(MonthDay.from(first));
    return next == null ? yearly.first().atYear(first.getYear() + 1) : next.atYear(first.getYear());
  }

  private @Nullable LocalDate yearlyUntil(LocalDate last) {
    if (yearly.isEmpty()) {
      return null;
    }
    MonthDay before = yearly.floor(MonthDay.from(last));
    return before == null
        ? yearly.last().atYear(last.getYear() - 1)
        : before.atYear(last.getYear());
  }

  private @Nullable LocalDate changeFrom(LocalDate first) {
    ZoneOffsetTransition change =
        zone.getRules().nextTransition(WorkingDay.begin(first.minusDays(MARGIN + 1), zone));
    return change == null ? null : earlierDate(change).minusDays(MARGIN);
  }

  private @Nullable LocalDate changeUntil(LocalDate last) {
    ZoneOffsetTransition change =
        zone.getRules().previousTransition(WorkingDay.begin(last.plusDays(MARGIN + 2), zone));
    return change == null ? null : laterDate(change).plusDays(MARGIN);
  }

  private static LocalDate earlierDate(ZoneOffsetTransition change) {
    LocalDate before = change.getDateTimeBefore().toLocalDate();
    LocalDate after = change.getDateTimeAfter().toLocalDate();
    return before.isBefore(after) ? before : after;
  }

  private static LocalDate laterDate(ZoneOffsetTransition change) {
    LocalDate before = change.getDateTimeBefore().toLocalDate();
    LocalDate after = change.getDateTimeAfter().toLocalDate();
    return before.isBefore(after) ? after : before;
  }

  private static @Nullable LocalDate earlier(@Nullable LocalDate one, @Nullable LocalDate other) {
    return one == null || (other != null && other.isBefore(one)) ? other : one;
  }

  private static @Nullable LocalDate later(@Nullable LocalDate one, @Nullable LocalDate other) {
    return one == null || (other != null && other.isAfter(one)) ? other : one;
  }
}
