package dev.atom.calendar;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A length of time as calendars state it: days move the date on the wall, whatever hours the clocks
 * are changed by; the rest is time that passes.
 *
 * @param days whole days, at most 1,699,992 either way; a week is seven of them
 * @param time hours, minutes and seconds, of the days' sign or none; parts of a second are left out
 */
public record CalendarDuration(int days, Duration time) {
  private static final int MOST_DAYS = 7 * 99_999 + 999_999;

  /** What the digits of hours, minutes and seconds make, and some more. */
  private static final Duration MOST_TIME = Duration.ofHours(20_000_000);

  private static final Pattern FORM =
      Pattern.compile(
          "([+-]?)P(?:(\\d{1,5})W)?(?:(\\d{1,6})D)?"
              + "(T(?:(\\d{1,7})H)?(?:(\\d{1,8})M)?(?:(\\d{1,9})S)?)?");

  /** Refuses days and time of different signs, which no file can state, and more than that. */
  public CalendarDuration {
    boolean opposite = (days > 0 && time.isNegative()) || (days < 0 && time.isPositive());
    if (opposite || Math.abs((long) days) > MOST_DAYS || time.abs().compareTo(MOST_TIME) > 0) {
      throw new IllegalArgumentException(
          "a length is days and time of one sign, at most as long as a calendar can state, not "
              + days
              + " days and "
              + time);
    }
    time = time.truncatedTo(ChronoUnit.SECONDS);
  }

  /**
   * Returns a length of time that passes.
   *
   * @param time hours, minutes, seconds
   * @return without days
   */
  public static CalendarDuration of(Duration time) {
    return new CalendarDuration(0, time);
  }

  /** Empty if it is none: an amount of at least something after the P, and after the T. */
  static Optional<CalendarDuration> parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches() || text.endsWith("P") || text.endsWith("T")) {
      return Optional.empty();
    }
    long days = 7 * amount(form.group(2)) + amount(form.group(3));
    Duration time =
        Duration.ofHours(amount(form.group(5)))
            .plusMinutes(amount(form.group(6)))
            .plusSeconds(amount(form.group(7)));
    CalendarDuration positive = new CalendarDuration((int) days, time);
    return Optional.of(form.group(1).equals("-") ? positive.negated() : positive);
  }

  private static long amount(String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }

  CalendarDuration negated() {
    return new CalendarDuration(-days, time.negated());
  }

  boolean negative() {
    return days < 0 || time.isNegative();
  }

  /** On the wall of a place that never changes its clocks. */
  LocalDateTime after(LocalDateTime start) {
    return start.plusDays(days).plus(time);
  }

  /** The form of the file, such as {@code -P1DT15M}. */
  @Override
  public String toString() {
    CalendarDuration size = negative() ? negated() : this;
    String clock = size.time.isZero() && size.days != 0 ? "" : size.time.toString().substring(1);
    String date = size.days == 0 ? "" : size.days + "D";
    return (negative() ? "-P" : "P") + date + clock;
  }
}
