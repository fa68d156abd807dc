package dev.atom.time;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;

/**
 * A part of a day by the clock on the wall, such as 09:00 to 17:00. It lies within one day: what goes
 * on past midnight is two spans on two days. Immutable and thread-safe.
 *
 * @param start when it begins
 * @param length how far the clock's hands move until it ends; more than nothing, and at most to the
 *     end of the day, which is written 24:00
 */
public record DaySpan(LocalTime start, Duration length) {
  /** From 00:00 to 24:00. */
  public static final DaySpan ALL_DAY = untilMidnight(LocalTime.MIDNIGHT);

  private static final String END_OF_DAY = "24:00";

  /** Refuses a length that is not positive or leads out of the day. */
  public DaySpan {
    Duration rest = Duration.ofDays(1).minusNanos(start.toNanoOfDay());
    if (length.isNegative() || length.isZero() || length.compareTo(rest) > 0) {
      throw new IllegalArgumentException(
          "a span from " + start + " is longer than nothing and ends by 24:00, not " + length);
    }
  }

  /**
   * Returns the span between two times.
   *
   * @param start when it begins
   * @param end when it ends, after the start; 00:00 is not the end of a day, see {@link
   *     #untilMidnight}
   * @return the span
   * @throws IllegalArgumentException if it ends when or before it begins
   */
  public static DaySpan between(LocalTime start, LocalTime end) {
    if (!start.isBefore(end)) {
      throw new IllegalArgumentException(
          "a span from "
              + start
              + " can't end at "
              + end
              + "; the end of the day is 24:00, and a night is two spans on two days");
    }
    return new DaySpan(start, Duration.between(start, end));
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
   * @param text two times with a hyphen between, such as {@code 09:00-17:00} or {@code 18:00-24:00}
   * @return the span
   * @throws IllegalArgumentException if it is no span, or ends when or before it begins
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

  /** The next day's midnight if the span ends with the day. */
  LocalDateTime endOn(LocalDate day) {
    return day.atTime(start).plus(length);
  }

  boolean overlaps(DaySpan other) {
    LocalDate anyDay = LocalDate.EPOCH;
    return startOn(anyDay).isBefore(other.endOn(anyDay))
        && other.startOn(anyDay).isBefore(endOn(anyDay));
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
