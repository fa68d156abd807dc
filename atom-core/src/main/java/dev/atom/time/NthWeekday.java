package dev.atom.time;

import java.time.DayOfWeek;
import java.util.Comparator;
import java.util.Locale;

/**
 * A day of the week, or only its n-th one in the month or year: an item of BYDAY, such as {@code MO},
 * {@code 2TU} or {@code -1FR}. Immutable and thread-safe.
 *
 * @param ordinal 0 for each one, 1 for the first, -1 for the last; from -53 to 53
 * @param day the day of the week
 */
public record NthWeekday(int ordinal, DayOfWeek day) implements Comparable<NthWeekday> {
  private static final int MOST = 53;
  private static final Comparator<NthWeekday> ORDER =
      Comparator.comparing(NthWeekday::day).thenComparingInt(NthWeekday::ordinal);

  /** Refuses an ordinal that no year has. */
  public NthWeekday {
    if (ordinal < -MOST || ordinal > MOST) {
      throw new InvalidRecurrence(
          "BYDAY", ordinal + code(day), "an ordinal is from -53 to 53 and not 0");
    }
  }

  /**
   * Returns each such day.
   *
   * @param day the day of the week
   * @return the day without an ordinal
   */
  public static NthWeekday every(DayOfWeek day) {
    return new NthWeekday(0, day);
  }

  /** The two letters of RFC 5545. */
  static String code(DayOfWeek day) {
    return day.name().substring(0, 2);
  }

  /** By day from Monday, then by ordinal. */
  @Override
  public int compareTo(NthWeekday other) {
    return ORDER.compare(this, other);
  }

  /** The form of RFC 5545, such as {@code -1FR}. */
  @Override
  public String toString() {
    return (ordinal == 0 ? "" : String.format(Locale.ROOT, "%d", ordinal)) + code(day);
  }
}
