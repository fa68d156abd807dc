package dev.atom.time;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The parts of a rule as limits: which dates they let through. A part not given lets all through. */
final class DayFilter {
  private final List<Integer> months;
  private final List<Integer> monthDays;
  private final List<Integer> yearDays;
  private final List<NthWeekday> weekdays;
  private final Set<DayOfWeek> each = EnumSet.noneOf(DayOfWeek.class);
  private final boolean inMonth;

  DayFilter(Recurrence rule) {
    months = rule.numbers(RecurrencePart.BYMONTH);
    monthDays = rule.numbers(RecurrencePart.BYMONTHDAY);
    yearDays = rule.numbers(RecurrencePart.BYYEARDAY);
    weekdays = rule.weekdays();
    weekdays.stream().filter(day -> day.ordinal() == 0).forEach(day -> each.add(day.day()));
    inMonth = rule.frequency() == Frequency.MONTHLY || !months.isEmpty();
  }

  boolean lets(LocalDate date) {
    return month(date.getMonthValue()) && monthDay(date) && yearDay(date) && weekday(date);
  }

  boolean month(int month) {
    return months.isEmpty() || months.contains(month);
  }

  boolean monthDay(LocalDate date) {
    int day = date.getDayOfMonth();
    return monthDays.isEmpty()
        || monthDays.contains(day)
        || monthDays.contains(day - date.lengthOfMonth() - 1);
  }

  boolean yearDay(LocalDate date) {
    int day = date.getDayOfYear();
    return yearDays.isEmpty()
        || yearDays.contains(day)
        || yearDays.contains(day - date.lengthOfYear() - 1);
  }

  boolean weekday(LocalDate date) {
    if (weekdays.isEmpty() || each.contains(date.getDayOfWeek())) {
      return true;
    }
    int day = inMonth ? date.getDayOfMonth() : date.getDayOfYear();
    int length = inMonth ? date.lengthOfMonth() : date.lengthOfYear();
    int first = (day - 1) / 7 + 1;
    int last = -((length - day) / 7 + 1);
    return weekdays.contains(new NthWeekday(first, date.getDayOfWeek()))
        || weekdays.contains(new NthWeekday(last, date.getDayOfWeek()));
  }

  /** The first date in the same or a later month that the months let through. */
  LocalDate inMonths(LocalDate date) {
    LocalDate at = date;
    while (!month(at.getMonthValue())) {
      at = at.with(TemporalAdjusters.firstDayOfNextMonth());
    }
    return at;
  }
}
