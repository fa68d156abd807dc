package dev.atom.time;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Due at a fixed distance of working time, such as every two hours that somebody works.
 *
 * <p>It is due first when work is on at the anchor or next after it, and then whenever a whole number
 * of periods has passed: at the end of a span, not at the start of the next, if that fits exactly.
 *
 * @param period the distance in working time, more than nothing
 * @param anchor where counting begins
 * @param calendar when work is done
 */
public record WorkingRate(Duration period, Instant anchor, WorkCalendar calendar)
    implements Schedule {
  /** Refuses a period that is not positive. */
  public WorkingRate {
    ScheduleText.positive("period", period);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the calendar leaves no hours for 400 years, the anchor is
   *     more than 400 years ago, or the period is not over within 400 years
   */
  @Override
  public Optional<Instant> next(Instant after) {
    if (after.isBefore(anchor)) {
      return Optional.of(calendar.nextStart(anchor));
    }
    Instant first = calendar.nextStart(anchor);
    if (after.isBefore(first)) {
      return Optional.of(first);
    }
    Duration passed = calendar.between(anchor, after);
    return Optional.of(calendar.plus(anchor, passed.plus(Distance.toNext(passed, period))));
  }

  @Override
  public String toString() {
    return ScheduleText.EVERY_WORKING
        + period
        + ScheduleText.FROM
        + anchor
        + ScheduleText.IN
        + calendar.toJson();
  }
}
