package dev.atom.budget;

import java.time.Duration;
import java.time.ZoneId;
import java.util.Objects;

/** The time for which a budget's amount is there. Immutable and thread-safe. */
public sealed interface BudgetPeriod {
  /**
   * A day, week or month of the calendar; what was not spent is gone at its end.
   *
   * @param unit how long
   * @param zone whose midnight it begins at
   */
  record Calendar(Unit unit, ZoneId zone) implements BudgetPeriod {
    /** Refuses null. */
    public Calendar {
      Objects.requireNonNull(unit, "unit");
      Objects.requireNonNull(zone, "zone");
    }
  }

  /**
   * Always the last hours. What was spent leaves a sixtieth of the length after its time, or sooner:
   * it is kept by slices of that length.
   *
   * @param length a minute to a year
   */
  record Rolling(Duration length) implements BudgetPeriod {
    /** Refuses other lengths. */
    public Rolling {
      if (length.compareTo(Duration.ofMinutes(1)) < 0
          || length.compareTo(Duration.ofDays(366)) > 0) {
        throw new IllegalArgumentException(
            "a rolling period has a minute to a year, not " + length);
      }
    }
  }

  /** All time: an amount that is there once. */
  record Total() implements BudgetPeriod {}

  /** A length of the calendar. */
  enum Unit {
    /** From midnight to midnight. */
    DAY,
    /** From Monday to Sunday. */
    WEEK,
    /** From the first to the last. */
    MONTH
  }

  /**
   * Returns the calendar's days.
   *
   * @param zone whose midnight it begins at
   * @return the period
   */
  static BudgetPeriod day(ZoneId zone) {
    return new Calendar(Unit.DAY, zone);
  }

  /**
   * Returns the calendar's weeks, from Monday.
   *
   * @param zone whose midnight it begins at
   * @return the period
   */
  static BudgetPeriod week(ZoneId zone) {
    return new Calendar(Unit.WEEK, zone);
  }

  /**
   * Returns the calendar's months.
   *
   * @param zone whose midnight it begins at
   * @return the period
   */
  static BudgetPeriod month(ZoneId zone) {
    return new Calendar(Unit.MONTH, zone);
  }

  /**
   * Returns the last hours.
   *
   * @param length a minute to a year
   * @return the period
   */
  static BudgetPeriod rolling(Duration length) {
    return new Rolling(length);
  }

  /**
   * Returns all time.
   *
   * @return the period
   */
  static BudgetPeriod total() {
    return new Total();
  }
}
