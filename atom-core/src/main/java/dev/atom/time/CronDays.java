package dev.atom.time;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;

/** Which days of a month an expression names, as bits by day. */
final class CronDays {
  private final boolean either;
  private final List<ToIntFunction<YearMonth>> ofMonth;
  private final List<ToIntFunction<YearMonth>> ofWeek;

  private CronDays(
      boolean either,
      List<ToIntFunction<YearMonth>> ofMonth,
      List<ToIntFunction<YearMonth>> ofWeek) {
    this.either = either;
    this.ofMonth = ofMonth;
    this.ofWeek = ofWeek;
  }

  static CronDays parse(String dayOfMonth, String dayOfWeek) {
    boolean either = restricted(dayOfMonth) && restricted(dayOfWeek);
    List<ToIntFunction<YearMonth>> ofMonth = new ArrayList<>();
    for (String item : CronField.DAY_OF_MONTH.items(any(dayOfMonth))) {
      ofMonth.add(dayOfMonth(item));
    }
    List<ToIntFunction<YearMonth>> ofWeek = new ArrayList<>();
    for (String item : CronField.DAY_OF_WEEK.items(any(dayOfWeek))) {
      ofWeek.add(dayOfWeek(item));
    }
    return new CronDays(either, ofMonth, ofWeek);
  }

  private static boolean restricted(String text) {
    return !text.startsWith("*") && !text.equals("?");
  }

  private static String any(String text) {
    return text.equals("?") ? "*" : text;
  }

  /** Bit n is day n. */
  int in(YearMonth month) {
    int first = union(ofMonth, month);
    int second = union(ofWeek, month);
    return either ? first | second : first & second;
  }

  private static int union(List<ToIntFunction<YearMonth>> items, YearMonth month) {
    int bits = 0;
    for (ToIntFunction<YearMonth> item : items) {
      bits |= item.applyAsInt(month);
    }
    return bits;
  }

  private static ToIntFunction<YearMonth> dayOfMonth(String item) {
    CronField field = CronField.DAY_OF_MONTH;
    String text = item.toUpperCase(Locale.ROOT);
    if (text.equals("L")) {
      return month -> 1 << month.lengthOfMonth();
    }
    if (text.equals("LW") || text.equals("WL")) {
      return month -> nearestWeekday(month, month.lengthOfMonth());
    }
    if (text.startsWith("L-")) {
      int before = field.value(item, text.substring(2));
      if (before > 30) {
        throw field.refused(item, "no month has more than 30 days before its last");
      }
      return month -> before < month.lengthOfMonth() ? 1 << (month.lengthOfMonth() - before) : 0;
    }
    if (text.endsWith("W")) {
      int day = field.value(item, text.substring(0, text.length() - 1));
      return month -> day <= month.lengthOfMonth() ? nearestWeekday(month, day) : 0;
    }
    int bits = (int) field.parseItem(item);
    return month -> bits & ~(-2 << month.lengthOfMonth());
  }

  /** Monday to Friday, never in another month. */
  private static int nearestWeekday(YearMonth month, int day) {
    DayOfWeek of = month.atDay(day).getDayOfWeek();
    int nearest =
        switch (of) {
          case SATURDAY -> day > 1 ? day - 1 : day + 2;
          case SUNDAY -> day < month.lengthOfMonth() ? day + 1 : day - 2;
          case MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY -> day;
        };
    return 1 << nearest;
  }

  private static ToIntFunction<YearMonth> dayOfWeek(String item) {
    CronField field = CronField.DAY_OF_WEEK;
    String text = item.toUpperCase(Locale.ROOT);
    int hash = text.indexOf('#');
    if (hash >= 0) {
      int day = field.value(item, text.substring(0, hash)) % 7;
      int nth = nth(item, text.substring(hash + 1));
      return month -> {
        int date = first(month, day) + 7 * (nth - 1);
        return date <= month.lengthOfMonth() ? 1 << date : 0;
      };
    }
    if (text.equals("L")) {
      throw field.refused(item, "the last what? Write the day before it, such as FRIL");
    }
    if (text.endsWith("L")) {
      int day = field.value(item, text.substring(0, text.length() - 1)) % 7;
      return month ->
          1 << (first(month, day) + 7 * ((month.lengthOfMonth() - first(month, day)) / 7));
    }
    int bits = (int) field.parseItem(item);
    return month -> spread(month, bits);
  }

  private static int nth(String item, String text) {
    if (!text.matches("[1-5]")) {
      throw CronField.DAY_OF_WEEK.refused(item, "after # stands 1 to 5; for the last write FRIL");
    }
    return Integer.parseInt(text);
  }

  /** The first date of a day of the week, 0 being Sunday. */
  private static int first(YearMonth month, int day) {
    return 1 + Math.floorMod(day - sundayFirst(month.atDay(1)), 7);
  }

  private static int spread(YearMonth month, int days) {
    int of = sundayFirst(month.atDay(1));
    int bits = 0;
    for (int date = 1; date <= month.lengthOfMonth(); date++) {
      bits |= ((days >> ((of + date - 1) % 7)) & 1) << date;
    }
    return bits;
  }

  private static int sundayFirst(LocalDate date) {
    return date.getDayOfWeek().getValue() % 7;
  }
}
