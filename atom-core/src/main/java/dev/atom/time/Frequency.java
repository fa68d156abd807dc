package dev.atom.time;

/** How long the periods are in which a {@link Recurrence} recurs: the FREQ of RFC 5545. */
public enum Frequency {
  /** Every second. */
  SECONDLY(1),
  /** Every minute. */
  MINUTELY(60),
  /** Every hour. */
  HOURLY(3600),
  /** Every day. */
  DAILY(0),
  /** Every week, which begins on {@link Recurrence#weekStart()}. */
  WEEKLY(0),
  /** Every month. */
  MONTHLY(0),
  /** Every year. */
  YEARLY(0);

  private final int seconds;

  Frequency(int seconds) {
    this.seconds = seconds;
  }

  /** The length of a period shorter than a day, else 0. */
  int seconds() {
    return seconds;
  }

  boolean withinDay() {
    return seconds > 0;
  }
}
