package dev.atom.time;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;

/**
 * A part of a day by the clock on the wall, such as 09:00 to 17:00 or, past midnight, 22:00 to 06:00.
 * It belongs to the day on which it begins. Immutable and thread-safe.
 *
 * @param start when it begins
 * @param length how far the clock's hands move until it ends; more than nothing and less than 24
 *     hours, but for the whole day from 00:00 to 24:00
 */
public record DaySpan(LocalTime start, Duration length) {
  /** From 00:00 to 24:00. */
  public static final DaySpan ALL_DAY = untilMidnight(LocalTime.MIDNIGHT);

  private static final String END_OF_DAY = "24:00";

  /** Refuses a length that is not positive or leads past the same time of the next day. */
  public DaySpan {
    Duration day = Duration.ofDays(1);
    boolean whole = start.equals(LocalTime.MIDNIGHT) && length.equals(day);
    if (length.isNegative() || length.isZero() || (length.compareTo(day) >= 0 && !whole)) {
      throw new IllegalArgumentException(
          "a span from " + start + " is longer than nothing and shorter than a day, not " + length);
    }
  }

  /**
   * Returns the span between two times.
   *
   * @param start when it begins
   * @param end when it ends; before the start for a span past midnight, 00:00 for the end of the day
   * @return the span
   * @throws IllegalArgumentException if the two are the same: nothing or a whole day, which is {@link
   *     #ALL_DAY}
   */
  public static DaySpan between(LocalTime start, LocalTime end) {
    Duration length = Duration.between(start, end);
    if (length.isZero()) {
      throw new IllegalArgumentException(
          "a span from " + start + " can't end at " + end + "; the whole day is 00:00-24:00");
    }
    return new DaySpan(start, length.isNegative() ? length.plusDays(1) : length);
  }

  /**
   * Returns the span to the end of the day.
   *
   * @param start when it begins
   * @return the span
   */
  public static DaySpan untilMidnight(LocalTime start) {
    return new DaySpan(start, Duration.ofDays(1).minusNanos(start.toNanoOfDay()));
  }

  /**
   * Reads a span.
   *
   * @param text two times with a hyphen between, such as {@code 09:00-17:00}, {@code 18:00-24:00}
   *     or, past midnight, {@code 22:00-06:00}
   * @return the span
   * @throws IllegalArgumentException if it is no span, or ends when it begins
   */
  public static DaySpan parse(String text) {
    int hyphen = text.indexOf('-');
    if (hyphen < 0) {
      throw new IllegalArgumentException(notSpan(text));
    }
    String end = text.substring(hyphen + 1).strip();
    try {
      LocalTime start = LocalTime.parse(text.substring(0, hyphen).strip());
      return end.equals(END_OF_DAY) ? untilMidnight(start) : between(start, LocalTime.parse(end));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(notSpan(text), e);
    }
  }

  private static String notSpan(String text) {
    return "\"" + text + "\" is no span; write it as 09:00-17:00";
  }

  LocalDateTime startOn(LocalDate day) {
    return day.atTime(start);
  }

  /** On the next day if the span ends with the day or later. */
  LocalDateTime endOn(LocalDate day) {
    return day.atTime(start).plus(length);
  }

  /** Whether another span, which begins some days later, shares time with this one. */
  boolean overlaps(DaySpan other, int daysLater) {
    LocalDate day = LocalDate.EPOCH;
    LocalDate later = day.plusDays(daysLater);
    return startOn(day).isBefore(other.endOn(later)) && other.startOn(later).isBefore(endOn(day));
  }

  /** The form that {@link #parse} reads. */
  @Override
  public String toString() {
    LocalDateTime end = endOn(LocalDate.EPOCH);
    return start
        + "-"
        + (end.toLocalTime().equals(LocalTime.MIDNIGHT) ? END_OF_DAY : end.toLocalTime());
  }
}
