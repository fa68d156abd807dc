package dev.atom.time;

import static java.time.temporal.TemporalAdjusters.nextOrSame;

import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.WeekFields;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The dates of one day, week, month or year by the table of RFC 5545, 3.3.10. */
final class PeriodDates {
  private final Recurrence rule;
  private final LocalDate start;
  private final DayFilter filter;
  private final WeekFields weekFields;

  PeriodDates(Recurrence rule, LocalDate start) {
    this.rule = rule;
    this.start = start;
    filter = new DayFilter(rule);
    weekFields = WeekFields.of(rule.weekStart(), 4);
  }

  /** The year whose period a date is in: with BYWEEKNO, that of its week. */
  int year(LocalDate date) {
    return rule.has(RecurrencePart.BYWEEKNO)
        ? date.get(weekFields.weekBasedYear())
        : date.getYear();
  }

  /** Ascending; the period is given by its first day. */
  List<LocalDate> of(LocalDate period) {
    return switch (rule.frequency()) {
      case WEEKLY -> week(period);
      case MONTHLY -> filter.month(period.getMonthValue()) ? month(period) : List.of();
      case YEARLY -> daysOfYear(period).distinct().sorted().toList();
      default -> filter.lets(period) ? List.of(period) : List.of();
    };
  }

  private List<LocalDate> week(LocalDate first) {
    return IntStream.range(0, 7)
        .mapToObj(first::plusDays)
        .filter(day -> filter.month(day.getMonthValue()) && weekday(day))
        .toList();
  }

  /** As BYDAY says, or the start's. */
  private boolean weekday(LocalDate day) {
    return rule.weekdays().isEmpty()
        ? day.getDayOfWeek() == start.getDayOfWeek()
        : filter.weekday(day);
  }

  private List<LocalDate> month(LocalDate first) {
    return monthDays(YearMonth.from(first)).distinct().sorted().toList();
  }

  private Stream<LocalDate> monthDays(YearMonth month) {
    if (rule.has(RecurrencePart.BYMONTHDAY)) {
      return rule.numbers(RecurrencePart.BYMONTHDAY).stream()
          .flatMap(day -> monthDay(month, day))
          .filter(filter::weekday);
    }
    if (rule.weekdays().isEmpty()) {
      return monthDay(month, start.getDayOfMonth());
    }
    return weekdays(month.atDay(1), month.lengthOfMonth());
  }

  private Stream<LocalDate> monthDay(YearMonth month, int day) {
    return day(month.atDay(1), month.lengthOfMonth(), day);
  }

  /** The n-th of some days; what SKIP says if there are fewer, counted from the start. */
  private Stream<LocalDate> day(LocalDate first, int length, int number) {
    if (Math.abs(number) <= length) {
      return Stream.of(first.plusDays(number > 0 ? number - 1 : length + number));
    }
    if (number < 0) {
      return Stream.empty();
    }
    return switch (rule.skip()) {
      case OMIT -> Stream.empty();
      case BACKWARD -> Stream.of(first.plusDays(length - 1L));
      case FORWARD -> Stream.of(first.plusDays(length));
    };
  }

  private Stream<LocalDate> weekdays(LocalDate first, int length) {
    return rule.weekdays().stream().flatMap(nth -> weekdays(first, length, nth));
  }

  private static Stream<LocalDate> weekdays(LocalDate first, int length, NthWeekday nth) {
    LocalDate earliest = first.with(nextOrSame(nth.day()));
    int offset = (int) (earliest.toEpochDay() - first.toEpochDay());
    int count = (length - 1 - offset) / 7 + 1;
    if (nth.ordinal() == 0) {
      return IntStream.range(0, count).mapToObj(earliest::plusWeeks);
    }
    int index = nth.ordinal() > 0 ? nth.ordinal() - 1 : count + nth.ordinal();
    return index < 0 || index >= count ? Stream.empty() : Stream.of(earliest.plusWeeks(index));
  }

  private Stream<LocalDate> daysOfYear(LocalDate first) {
    if (rule.has(RecurrencePart.BYWEEKNO)) {
      return weeks(first.getYear());
    }
    if (rule.has(RecurrencePart.BYYEARDAY)) {
      return rule.numbers(RecurrencePart.BYYEARDAY).stream()
          .flatMap(day -> day(first, first.lengthOfYear(), day))
          .filter(day -> filter.month(day.getMonthValue()))
          .filter(filter::monthDay)
          .filter(filter::weekday);
    }
    boolean allMonths = rule.has(RecurrencePart.BYMONTHDAY);
    if (!allMonths && !rule.has(RecurrencePart.BYMONTH) && !rule.weekdays().isEmpty()) {
      return weekdays(first, first.lengthOfYear());
    }
    return months(allMonths).stream()
        .flatMap(month -> monthDays(YearMonth.of(first.getYear(), month)));
  }

  private List<Integer> months(boolean all) {
    if (rule.has(RecurrencePart.BYMONTH)) {
      return rule.numbers(RecurrencePart.BYMONTH);
    }
    return all ? IntStream.rangeClosed(1, 12).boxed().toList() : List.of(start.getMonthValue());
  }

  private Stream<LocalDate> weeks(int year) {
    boolean startsDay =
        rule.weekdays().isEmpty()
            && !rule.has(RecurrencePart.BYYEARDAY)
            && !rule.has(RecurrencePart.BYMONTHDAY);
    // The 4th of January is in week 1, the 28th of December in the last.
    LocalDate inFirst = LocalDate.of(year, 1, 4);
    LocalDate firstDay = inFirst.with(weekFields.dayOfWeek(), 1);
    int count = LocalDate.of(year, 12, 28).get(weekFields.weekOfWeekBasedYear());
    List<LocalDate> dates = new ArrayList<>();
    for (int number : rule.numbers(RecurrencePart.BYWEEKNO)) {
      int index = number > 0 ? number - 1 : count + number;
      if (index >= 0 && index < count) {
        IntStream.range(0, 7).mapToObj(firstDay.plusWeeks(index)::plusDays).forEach(dates::add);
      }
    }
    return dates.stream()
        .filter(filter::lets)
        .filter(day -> !startsDay || day.getDayOfWeek() == start.getDayOfWeek());
  }
}
