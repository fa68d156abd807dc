package dev.atom.time;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Recurrence the slow way: each minute (or second) of a stretch is asked whether it fits. Shares
 * nothing with the code it checks but the rule's parts.
 */
final class RecurrenceOracle {
  private final Recurrence rule;
  private final LocalDateTime start;

  RecurrenceOracle(Recurrence rule, LocalDateTime start) {
    this.rule = rule;
    this.start = start;
  }

  /** Local times, without COUNT and UNTIL, from the start until before an end. */
  List<LocalDateTime> until(LocalDateTime end, int stepSeconds) {
    Map<Long, List<LocalDateTime>> periods = new TreeMap<>();
    // The start's whole period is needed for BYSETPOS, and so is the last one.
    LocalDate from = start.toLocalDate().minusDays(slack());
    LocalDate to = end.toLocalDate().plusDays(slack());
    for (LocalDate day = from; day.isBefore(to); day = day.plusDays(1)) {
      if (fits(day)) {
        for (int second = 0; second < 86_400; second += stepSeconds) {
          LocalDateTime at = day.atStartOfDay().plusSeconds(second);
          if (fits(at) && period(at) % rule.interval() == 0) {
            periods.computeIfAbsent(period(at), key -> new ArrayList<>()).add(at);
          }
        }
      }
    }
    return periods.values().stream()
        .flatMap(period -> chosen(period).stream())
        .filter(at -> !at.isBefore(start) && at.isBefore(end))
        .sorted()
        .toList();
  }

  private int slack() {
    return switch (rule.frequency()) {
      case YEARLY -> 375;
      case MONTHLY -> 32;
      case WEEKLY -> 8;
      default -> 1;
    };
  }

  private List<LocalDateTime> chosen(List<LocalDateTime> period) {
    List<Integer> positions = numbers(RecurrencePart.BYSETPOS);
    if (positions.isEmpty()) {
      return period;
    }
    List<LocalDateTime> chosen = new ArrayList<>();
    for (int i = 0; i < period.size(); i++) {
      if (positions.contains(i + 1) || positions.contains(i - period.size())) {
        chosen.add(period.get(i));
      }
    }
    return chosen;
  }

  private List<Integer> numbers(RecurrencePart part) {
    return rule.numbers(part);
  }

  /** How many periods after the start's. */
  private long period(LocalDateTime at) {
    return switch (rule.frequency()) {
      case YEARLY -> year(at.toLocalDate()) - year(start.toLocalDate());
      case MONTHLY ->
          (at.getYear() - start.getYear()) * 12L + at.getMonthValue() - start.getMonthValue();
      case WEEKLY ->
          ChronoUnit.DAYS.between(weekOf(start.toLocalDate()), weekOf(at.toLocalDate())) / 7;
      case DAILY -> ChronoUnit.DAYS.between(start.toLocalDate(), at.toLocalDate());
      case HOURLY -> between(ChronoUnit.HOURS, at);
      case MINUTELY -> between(ChronoUnit.MINUTES, at);
      case SECONDLY -> between(ChronoUnit.SECONDS, at);
    };
  }

  private long between(ChronoUnit unit, LocalDateTime at) {
    return unit.between(start.truncatedTo(unit), at.truncatedTo(unit));
  }

  private LocalDate weekOf(LocalDate day) {
    LocalDate first = day;
    while (first.getDayOfWeek() != rule.weekStart()) {
      first = first.minusDays(1);
    }
    return first;
  }

  private int year(LocalDate day) {
    return rule.has(RecurrencePart.BYWEEKNO) ? weekOf(day).plusDays(3).getYear() : day.getYear();
  }

  private int week(LocalDate day) {
    return (weekOf(day).plusDays(3).getDayOfYear() - 1) / 7 + 1;
  }

  private boolean fits(LocalDate day) {
    return in(RecurrencePart.BYMONTH, day.getMonthValue(), 99)
        && in(RecurrencePart.BYMONTHDAY, day.getDayOfMonth(), day.lengthOfMonth())
        && in(RecurrencePart.BYYEARDAY, day.getDayOfYear(), day.lengthOfYear())
        && in(RecurrencePart.BYWEEKNO, week(day), week(LocalDate.of(year(day), 12, 28)))
        && fitsWeekday(day)
        && fitsStart(day);
  }

  private boolean in(RecurrencePart part, int value, int length) {
    List<Integer> values = numbers(part);
    return values.isEmpty() || values.contains(value) || values.contains(value - length - 1);
  }

  private boolean fitsWeekday(LocalDate day) {
    if (rule.weekdays().isEmpty()) {
      return true;
    }
    boolean month = rule.frequency() == Frequency.MONTHLY || rule.has(RecurrencePart.BYMONTH);
    List<LocalDate> same = new ArrayList<>();
    LocalDate first = month ? day.withDayOfMonth(1) : day.withDayOfYear(1);
    LocalDate next = month ? first.plusMonths(1) : first.plusYears(1);
    for (LocalDate other = first; other.isBefore(next); other = other.plusDays(1)) {
      if (other.getDayOfWeek() == day.getDayOfWeek()) {
        same.add(other);
      }
    }
    int index = same.indexOf(day);
    DayOfWeek weekday = day.getDayOfWeek();
    return rule.weekdays().contains(new NthWeekday(0, weekday))
        || rule.weekdays().contains(new NthWeekday(index + 1, weekday))
        || rule.weekdays().contains(new NthWeekday(index - same.size(), weekday));
  }

  /** What the rule leaves open is as at the start. */
  private boolean fitsStart(LocalDate day) {
    boolean noDay =
        rule.weekdays().isEmpty()
            && numbers(RecurrencePart.BYMONTHDAY).isEmpty()
            && numbers(RecurrencePart.BYYEARDAY).isEmpty();
    if (!noDay) {
      return true;
    }
    boolean sameWeekday = day.getDayOfWeek() == start.getDayOfWeek();
    boolean sameDay = day.getDayOfMonth() == start.getDayOfMonth();
    return switch (rule.frequency()) {
      case YEARLY ->
          rule.has(RecurrencePart.BYWEEKNO)
              ? sameWeekday
              : sameDay && (rule.has(RecurrencePart.BYMONTH) || day.getMonth() == start.getMonth());
      case MONTHLY -> sameDay;
      case WEEKLY -> sameWeekday;
      default -> true;
    };
  }

  private boolean fits(LocalDateTime at) {
    Frequency frequency = rule.frequency();
    return fits(RecurrencePart.BYHOUR, at.getHour(), start.getHour(), frequency.ordinal() <= 2)
        && fits(
            RecurrencePart.BYMINUTE, at.getMinute(), start.getMinute(), frequency.ordinal() <= 1)
        && fits(
            RecurrencePart.BYSECOND, at.getSecond(), start.getSecond(), frequency.ordinal() == 0);
  }

  private boolean fits(RecurrencePart part, int value, int otherwise, boolean any) {
    List<Integer> values = numbers(part);
    if (values.isEmpty()) {
      return any || value == otherwise;
    }
    return values.contains(value) || value == 59 && values.contains(60);
  }
}
