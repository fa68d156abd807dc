package dev.atom.time;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Year;
import java.time.YearMonth;
import org.jspecify.annotations.Nullable;

/**
 * The times of the clock on the wall that an expression names, found by steps over months, days and
 * bits; nothing here knows of zones.
 */
record CronTimes(long seconds, long minutes, long hours, CronDays days, long months) {
  /** After so many months the calendar repeats itself, days of the week included. */
  private static final int GREGORIAN_CYCLE = 400 * 12;

  /** The first at or after a time; null if there is none before the years end. */
  @Nullable LocalDateTime atOrAfter(LocalDateTime from) {
    LocalDate date = from.toLocalDate();
    if (names(date)) {
      int second = timeAtOrAfter(from.toLocalTime().toSecondOfDay());
      if (second >= 0) {
        return date.atTime(LocalTime.ofSecondOfDay(second));
      }
    }
    YearMonth month = YearMonth.from(date);
    int after = date.getDayOfMonth();
    for (int i = 0; i <= GREGORIAN_CYCLE && month.getYear() < Year.MAX_VALUE; i++) {
      int later = daysOf(month) & (-2 << after);
      if (later != 0) {
        return month
            .atDay(Integer.numberOfTrailingZeros(later))
            .atTime(LocalTime.ofSecondOfDay(timeAtOrAfter(0)));
      }
      month = month.plusMonths(1);
      after = 0;
    }
    return null;
  }

  /** The last at or before a time; null if there is none after the years begin. */
  @Nullable LocalDateTime atOrBefore(LocalDateTime to) {
    LocalDate date = to.toLocalDate();
    if (names(date)) {
      int second = timeAtOrBefore(to.toLocalTime().toSecondOfDay());
      if (second >= 0) {
        return date.atTime(LocalTime.ofSecondOfDay(second));
      }
    }
    YearMonth month = YearMonth.from(date);
    int before = date.getDayOfMonth();
    for (int i = 0; i <= GREGORIAN_CYCLE && month.getYear() > Year.MIN_VALUE; i++) {
      int earlier = (int) (daysOf(month) & ~(-1L << before));
      if (earlier != 0) {
        return month
            .atDay(31 - Integer.numberOfLeadingZeros(earlier))
            .atTime(LocalTime.ofSecondOfDay(timeAtOrBefore(24 * 3600 - 1)));
      }
      month = month.minusMonths(1);
      before = 32;
    }
    return null;
  }

  private boolean names(LocalDate date) {
    return (daysOf(YearMonth.from(date)) >> date.getDayOfMonth() & 1) == 1;
  }

  private int daysOf(YearMonth month) {
    return (months >> month.getMonthValue() & 1) == 1 ? days.in(month) : 0;
  }

  private int timeAtOrAfter(int secondOfDay) {
    int hour = secondOfDay / 3600;
    int minute = secondOfDay / 60 % 60;
    int second = next(seconds, secondOfDay % 60);
    if ((hours >> hour & 1) == 1) {
      if ((minutes >> minute & 1) == 1 && second >= 0) {
        return hour * 3600 + minute * 60 + second;
      }
      int nextMinute = next(minutes, minute + 1);
      if (nextMinute >= 0) {
        return hour * 3600 + nextMinute * 60 + next(seconds, 0);
      }
    }
    int nextHour = next(hours, hour + 1);
    return nextHour < 0 ? -1 : nextHour * 3600 + next(minutes, 0) * 60 + next(seconds, 0);
  }

  private int timeAtOrBefore(int secondOfDay) {
    int hour = secondOfDay / 3600;
    int minute = secondOfDay / 60 % 60;
    int second = previous(seconds, secondOfDay % 60);
    if ((hours >> hour & 1) == 1) {
      if ((minutes >> minute & 1) == 1 && second >= 0) {
        return hour * 3600 + minute * 60 + second;
      }
      int previousMinute = previous(minutes, minute - 1);
      if (previousMinute >= 0) {
        return hour * 3600 + previousMinute * 60 + previous(seconds, 59);
      }
    }
    int previousHour = previous(hours, hour - 1);
    return previousHour < 0
        ? -1
        : previousHour * 3600 + previous(minutes, 59) * 60 + previous(seconds, 59);
  }

  private static int next(long bits, int from) {
    long rest = bits & (-1L << from);
    return rest == 0 ? -1 : Long.numberOfTrailingZeros(rest);
  }

  private static int previous(long bits, int to) {
    long rest = to < 0 ? 0 : bits & ~(-2L << to);
    return rest == 0 ? -1 : 63 - Long.numberOfLeadingZeros(rest);
  }
}
