package dev.atom.time;

import java.util.List;
import java.util.Locale;

/** One of the six fields: its range, its names, and how a text becomes the set of its values. */
enum CronField {
  SECOND("second", 0, 59, List.of()),
  MINUTE("minute", 0, 59, List.of()),
  HOUR("hour", 0, 23, List.of()),
  DAY_OF_MONTH("day of month", 1, 31, List.of()),
  MONTH(
      "month",
      1,
      12,
      List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")),
  /** Sunday is 0 and 7; read up to 7, kept as 0 to 6. */
  DAY_OF_WEEK("day of week", 0, 7, List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"));

  final String words;
  final int min;
  final int max;

  @SuppressWarnings("ImmutableEnumChecker") // List.of, which nobody can change
  private final List<String> names;

  CronField(String words, int min, int max, List<String> names) {
    this.words = words;
    this.min = min;
    this.max = max;
    this.names = names;
  }

  /** A comma-separated list of values, ranges and steps as bits by value. */
  long parse(String text) {
    long bits = 0;
    for (String item : items(text)) {
      bits |= parseItem(item);
    }
    return bits;
  }

  List<String> items(String text) {
    return List.of(text.split(",", -1));
  }

  long parseItem(String item) {
    int slash = item.indexOf('/');
    String range = slash < 0 ? item : item.substring(0, slash);
    int step = slash < 0 ? 1 : step(item, item.substring(slash + 1));
    int hyphen = range.indexOf('-');
    int from = min;
    int to = this == DAY_OF_WEEK ? 6 : max;
    if (hyphen >= 0) {
      from = value(item, range.substring(0, hyphen));
      to = value(item, range.substring(hyphen + 1));
      // FRI-SUN: the week may end on a Sunday, too.
      to = this == DAY_OF_WEEK && to == 0 && from > 0 ? 7 : to;
      if (from > to) {
        throw refused(
            item,
            "ranges don't wrap; write two, such as " + from + "-" + max + "," + min + "-" + to);
      }
    } else if (!range.equals("*")) {
      from = value(item, range);
      to = slash < 0 ? from : to;
    }
    long bits = 0;
    for (int value = from; value <= to; value += step) {
      bits |= 1L << (this == DAY_OF_WEEK ? value % 7 : value);
    }
    return bits;
  }

  private int step(String item, String text) {
    int step = number(item, text);
    if (step < 1 || step > max - min) {
      throw refused(
          item,
          "a step is 1 to "
              + (max - min)
              + " and starts anew at each "
              + min
              + "; for an even distance use a schedule such as \"every PT90M from"
              + " 2026-01-01T00:00:00Z\"");
    }
    return step;
  }

  /** A number of the range or a name. */
  int value(String item, String text) {
    int name = names.indexOf(text.toUpperCase(Locale.ROOT));
    int value = name >= 0 ? name + min : number(item, text);
    if (value < min || value > max) {
      throw refused(item, value + " is not from " + min + " to " + max);
    }
    return value;
  }

  private int number(String item, String text) {
    if (text.isEmpty() || text.length() > 4 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw refused(item, expected(text));
    }
    return Integer.parseInt(text);
  }

  private String expected(String text) {
    String forms = "numbers from " + min + " to " + max;
    if (!names.isEmpty()) {
      forms += ", " + names.getFirst() + " to " + names.getLast();
    }
    forms += ", *, ranges (a-b), steps (*/n, a-b/n) and lists with commas and no spaces";
    if (this == DAY_OF_MONTH) {
      forms += ", L, L-3, LW, 15W";
    } else if (this == DAY_OF_WEEK) {
      forms += ", FRIL, FRI#2";
    }
    return (text.isEmpty() ? "a number is missing" : "can't read " + text) + "; it takes " + forms;
  }

  InvalidSchedule refused(String item, String problem) {
    return new InvalidSchedule(words, item, problem);
  }
}
