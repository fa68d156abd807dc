package dev.atom.job;

import dev.atom.store.NewJob;
import dev.atom.time.InvalidSchedule;
import dev.atom.time.Schedule;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * When a job recurs and what becomes of the times that nobody ran it. Its text form is what a {@link
 * NewJob} carries as its schedule. Immutable and thread-safe.
 *
 * @param times when it is due
 * @param missed what becomes of missed times
 * @param tolerance how late a run may begin before its time counts as missed, for {@link
 *     MissedRuns#SKIP}; not negative
 */
public record JobSchedule(Schedule times, MissedRuns missed, Duration tolerance) {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** Refuses a negative tolerance. */
  public JobSchedule {
    Objects.requireNonNull(times, "times");
    Objects.requireNonNull(missed, "missed");
    if (tolerance.isNegative()) {
      throw new IllegalArgumentException("a tolerance is 0 or more, not " + tolerance);
    }
  }

  /**
   * Returns a schedule that runs once for all missed times.
   *
   * @param times when it is due
   * @return the schedule, with a tolerance of a minute
   */
  public static JobSchedule of(Schedule times) {
    return new JobSchedule(times, MissedRuns.ONCE, MINUTE);
  }

  /**
   * Returns this schedule with another rule for missed times.
   *
   * @param missed what becomes of them
   * @return a copy
   */
  public JobSchedule missed(MissedRuns missed) {
    return new JobSchedule(times, missed, tolerance);
  }

  /**
   * Returns this schedule with another tolerance.
   *
   * @param tolerance how late a run may begin before its time counts as missed
   * @return a copy
   */
  public JobSchedule tolerance(Duration tolerance) {
    return new JobSchedule(times, missed, tolerance);
  }

  /**
   * Reads what {@link #toString} writes. A schedule's own text alone is read too.
   *
   * @param text the text
   * @return the schedule
   * @throws InvalidSchedule if it is none
   */
  public static JobSchedule parse(String text) {
    String[] parts = text.strip().split(" ", 3);
    for (MissedRuns missed : MissedRuns.values()) {
      if (parts.length == 3 && parts[0].equals(missed.name())) {
        try {
          return new JobSchedule(Schedule.parse(parts[2]), missed, Duration.parse(parts[1]));
        } catch (DateTimeException | IllegalArgumentException e) {
          return of(Schedule.parse(text)); // says what is wrong with the whole
        }
      }
    }
    return of(Schedule.parse(text));
  }

  /**
   * Returns a timer of this schedule, to be planned.
   *
   * @param name which of its subject's timers
   * @param kind what handles it
   * @param now from when on it counts
   * @return the timer
   * @throws IllegalArgumentException if it is never due after now
   */
  public NewJob timer(String name, String kind, Instant now) {
    Instant first =
        times
            .next(now)
            .orElseThrow(() -> new IllegalArgumentException(times + " is never due after " + now));
    return NewJob.timer(name, kind, first).schedule(toString());
  }

  /** Tells whether a time counts as missed when its run begins. */
  boolean isMissed(Instant at, Instant begun) {
    return missed == MissedRuns.SKIP && Duration.between(at, begun).compareTo(tolerance) > 0;
  }

  /**
   * When it is due after a run.
   *
   * @param at the time it was due
   * @param begun when the run began
   * @param ended when it ended
   */
  Optional<Instant> next(Instant at, Instant begun, Instant ended) {
    if (at.isAfter(begun)) {
      return Optional.of(at); // run before its time; that time is still to come
    }
    if (times.countsFromCompletion()) {
      return times.next(ended);
    }
    return times.next(missed == MissedRuns.ALL ? at : begun);
  }

  /**
   * Returns the text form.
   *
   * @return what {@link #parse} reads, such as {@code "ONCE PT1M CRON_TZ=Europe/Berlin 0 9 * * *"}
   */
  @Override
  public String toString() {
    return missed + " " + tolerance + " " + times;
  }
}
