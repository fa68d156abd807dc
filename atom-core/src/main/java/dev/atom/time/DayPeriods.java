package dev.atom.time;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.List;

/** The days, weeks, months or years of a rule. */
final class DayPeriods implements Periods {
  private final Frequency frequency;
  private final int interval;
  private final LocalDate base;
  private final PeriodDates dates;
  private final DayTimes times;
  private LocalDate last = LocalDate.of(LAST_YEAR, 12, 31);
  private long index;

  DayPeriods(Recurrence rule, LocalDateTime start) {
    frequency = rule.frequency();
    interval = rule.interval();
    dates = new PeriodDates(rule, start.toLocalDate());
    base =
        switch (frequency) {
          case WEEKLY ->
              start.toLocalDate().with(TemporalAdjusters.previousOrSame(rule.weekStart()));
          case MONTHLY -> start.toLocalDate().withDayOfMonth(1);
          case YEARLY -> LocalDate.of(dates.year(start.toLocalDate()), 1, 1);
          default -> start.toLocalDate();
        };
    times = new DayTimes(rule, start.toLocalTime());
  }

  private ChronoUnit unit() {
    return switch (frequency) {
      case WEEKLY -> ChronoUnit.WEEKS;
      case MONTHLY -> ChronoUnit.MONTHS;
      case YEARLY -> ChronoUnit.YEARS;
      default -> ChronoUnit.DAYS;
    };
  }

  private LocalDate period() {
    return base.plus(index * interval, unit());
  }

  @Override
  public boolean hasNext() {
    // The first condition keeps the second from leading out of all years.
    return index * interval <= 366L * (LAST_YEAR + 1 - base.getYear()) && !period().isAfter(last);
  }

  @Override
  public List<LocalDateTime> next() {
    List<LocalDate> found = dates.of(period());
    index++;
    return found.isEmpty() ? List.of() : times.on(found);
  }

  @Override
  public void stopAt(LocalDateTime time) {
    // A year of weeks may begin in the year before.
    LocalDate stop = time.toLocalDate().plusDays(7);
    last = stop.isBefore(last) ? stop : last;
  }

  @Override
  public void skipTo(LocalDateTime time) {
    // One period less: a year of weeks ends later than the year, and so does SKIP=FORWARD.
    long periods = unit().between(base, time.toLocalDate()) / interval - 1;
    index = Math.max(index, periods);
  }
}
