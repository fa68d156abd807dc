package dev.atom.time;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/**
 * When something that recurs is due, as a value with a text form that can be stored.
 *
 * {@snippet file="dev/atom/time/ScheduleTest.java" region="schedules"}
 *
 * <p>{@code parse(schedule.toString())} equals the schedule. Everything it needs stands in the text,
 * a working calendar included, so that a stored one says the same tomorrow; who changes a calendar
 * stores its schedules again. Immutable, thread-safe, equal by content; nothing reads a clock.
 */
public sealed interface Schedule
    permits Cron, Schedule.Once, Schedule.FixedRate, Schedule.FixedDelay, WorkingRate, WorkingDays {
  /**
   * Returns the first time after an instant.
   *
   * @param after the time it was due last, not the one at which it began late; for the first time,
   *     the instant from which it counts; the completion of the last run if {@link
   *     #countsFromCompletion}
   * @return later than {@code after}; empty if it is never due again
   */
  Optional<Instant> next(Instant after);

  /**
   * Tells what {@link #next} counts from.
   *
   * @return true for {@link FixedDelay}, which counts from the end of the run before
   */
  default boolean countsFromCompletion() {
    return false;
  }

  /**
   * Returns the text form.
   *
   * @return what {@link #parse} reads
   */
  @Override
  String toString();

  /**
   * Reads a schedule.
   *
   * @param text one of
   *     <ul>
   *       <li>{@code CRON_TZ=Europe/Berlin 0 9 * * MON-FRI}
   *       <li>{@code every PT15M from 2026-01-01T00:00:00Z}
   *       <li>{@code PT5M after completion}
   *       <li>{@code once 2026-12-24T08:00:00Z}
   *       <li>{@code every working PT2H from 2026-01-01T00:00:00Z in {…}}
   *       <li>{@code each working day at start in {…}}, {@code working day -3 of month at 08:30 in
   *           {…}}
   *     </ul>
   *     with the JSON form of a {@link WorkCalendar} for the dots
   * @return the schedule
   * @throws InvalidSchedule if it is none
   */
  static Schedule parse(String text) {
    return ScheduleText.parse(text);
  }

  /**
   * Returns a schedule by a cron expression.
   *
   * @param expression in the dialect of {@link Cron}
   * @param zone whose clocks it means
   * @return the schedule
   * @throws InvalidSchedule if the expression is not of this dialect or never comes
   */
  static Cron cron(String expression, ZoneId zone) {
    return Cron.parse(expression, zone);
  }

  /**
   * Returns a schedule that is due at a fixed distance, whatever a run takes.
   *
   * @param period the distance, more than nothing
   * @param anchor when it is due first; all else is counted from here
   * @return the schedule
   */
  static FixedRate every(Duration period, Instant anchor) {
    return new FixedRate(period, anchor);
  }

  /**
   * Returns a schedule that is due some time after the end of the run before.
   *
   * @param delay the time between, more than nothing
   * @return the schedule
   */
  static FixedDelay afterCompletion(Duration delay) {
    return new FixedDelay(delay);
  }

  /**
   * Returns a schedule that is due once.
   *
   * @param at when
   * @return the schedule
   */
  static Once once(Instant at) {
    return new Once(at);
  }

  /**
   * Due once.
   *
   * @param at when
   */
  record Once(Instant at) implements Schedule {
    @Override
    public Optional<Instant> next(Instant after) {
      return Optional.of(at).filter(after::isBefore);
    }

    @Override
    public String toString() {
      return ScheduleText.ONCE + at;
    }
  }

  /**
   * Due at a fixed distance of real time.
   *
   * @param period the distance, more than nothing
   * @param anchor when it is due first
   */
  record FixedRate(Duration period, Instant anchor) implements Schedule {
    /** Refuses a period that is not positive. */
    public FixedRate {
      ScheduleText.positive("period", period);
    }

    @Override
    public Optional<Instant> next(Instant after) {
      return after.isBefore(anchor)
          ? Optional.of(anchor)
          : Distance.after(after, Distance.toNext(Duration.between(anchor, after), period));
    }

    @Override
    public String toString() {
      return ScheduleText.EVERY + period + ScheduleText.FROM + anchor;
    }
  }

  /**
   * Due some time after the end of the run before.
   *
   * @param delay the time between, more than nothing
   */
  record FixedDelay(Duration delay) implements Schedule {
    /** Refuses a delay that is not positive. */
    public FixedDelay {
      ScheduleText.positive("delay", delay);
    }

    @Override
    public Optional<Instant> next(Instant after) {
      return Distance.after(after, delay);
    }

    @Override
    public boolean countsFromCompletion() {
      return true;
    }

    @Override
    public String toString() {
      return delay + ScheduleText.AFTER_COMPLETION;
    }
  }
}
