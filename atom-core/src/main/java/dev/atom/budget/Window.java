package dev.atom.budget;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Optional;

/**
 * A period at an instant, in microseconds since 1970.
 *
 * @param slot where what begins now is booked
 * @param from the first slot that counts
 * @param until the first slot that does not count any more
 * @param length how long a slot counts after its beginning
 */
record Window(long slot, long from, long until, long length) {
  private static final int SLICES = 60;

  static Window of(BudgetPeriod period, Instant now) {
    return switch (period) {
      case BudgetPeriod.Calendar calendar -> calendar(calendar, now);
      case BudgetPeriod.Rolling rolling -> rolling(rolling.length(), micros(now));
      case BudgetPeriod.Total ignored -> new Window(0, 0, Long.MAX_VALUE, Long.MAX_VALUE);
    };
  }

  private static Window calendar(BudgetPeriod.Calendar period, Instant now) {
    ZoneId zone = period.zone();
    LocalDate today = now.atZone(zone).toLocalDate();
    LocalDate first =
        switch (period.unit()) {
          case DAY -> today;
          case WEEK -> today.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
          case MONTH -> today.withDayOfMonth(1);
        };
    LocalDate next =
        switch (period.unit()) {
          case DAY -> first.plusDays(1);
          case WEEK -> first.plusWeeks(1);
          case MONTH -> first.plusMonths(1);
        };
    long from = micros(first.atStartOfDay(zone).toInstant());
    long until = micros(next.atStartOfDay(zone).toInstant());
    return new Window(from, from, until, until - from);
  }

  private static Window rolling(Duration length, long now) {
    long slice = micros(Instant.EPOCH.plus(length)) / SLICES;
    long slot = Math.floorDiv(now, slice) * slice;
    long from = Math.floorDiv(now - slice * SLICES, slice) * slice;
    return new Window(slot, from, Long.MAX_VALUE, slice * (SLICES + 1));
  }

  boolean isTotal() {
    return length == Long.MAX_VALUE;
  }

  /** When the period that holds now is over; the last hours are never. */
  Optional<Instant> end() {
    return until == Long.MAX_VALUE ? Optional.empty() : Optional.of(instant(until));
  }

  static long micros(Instant at) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, at);
  }

  static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
