package dev.atom.time;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.RandomAccess;
import java.util.TreeSet;

/** The times of day of a rule whose periods are days or longer, and which of a period count. */
final class DayTimes {
  private final List<LocalTime> times;
  private final List<Integer> positions;

  DayTimes(Recurrence rule, LocalTime start) {
    times = times(rule, start);
    positions = rule.numbers(RecurrencePart.BYSETPOS);
  }

  private static List<LocalTime> times(Recurrence rule, LocalTime start) {
    List<LocalTime> times = new ArrayList<>();
    for (int hour : values(rule, RecurrencePart.BYHOUR, start.getHour())) {
      for (int minute : values(rule, RecurrencePart.BYMINUTE, start.getMinute())) {
        for (int second : seconds(rule, start.getSecond())) {
          times.add(LocalTime.of(hour, minute, second));
        }
      }
    }
    return times;
  }

  static List<Integer> values(Recurrence rule, RecurrencePart part, int otherwise) {
    return rule.has(part) ? rule.numbers(part) : List.of(otherwise);
  }

  /** Java's clock has no leap second, and 3.3.12 says what to do then: 60 is 59. */
  static List<Integer> seconds(Recurrence rule, int otherwise) {
    return values(rule, RecurrencePart.BYSECOND, otherwise).stream()
        .map(second -> Math.min(second, 59))
        .distinct()
        .toList();
  }

  /** What takes place on ascending dates. */
  List<LocalDateTime> on(List<LocalDate> dates) {
    return chosen(new Product(dates, times), positions);
  }

  static <T> List<T> chosen(List<T> all, List<Integer> positions) {
    if (positions.isEmpty()) {
      return all;
    }
    TreeSet<Integer> indexes = new TreeSet<>();
    for (int position : positions) {
      int index = position > 0 ? position - 1 : all.size() + position;
      if (index >= 0 && index < all.size()) {
        indexes.add(index);
      }
    }
    return indexes.stream().map(all::get).toList();
  }

  /** Each date at each time, without a copy: every second of a day is allowed. */
  private static final class Product extends AbstractList<LocalDateTime> implements RandomAccess {
    private final List<LocalDate> dates;
    private final List<LocalTime> times;

    Product(List<LocalDate> dates, List<LocalTime> times) {
      this.dates = dates;
      this.times = times;
    }

    @Override
    public LocalDateTime get(int index) {
      return dates.get(index / times.size()).atTime(times.get(index % times.size()));
    }

    @Override
    public int size() {
      return dates.size() * times.size();
    }
  }
}
