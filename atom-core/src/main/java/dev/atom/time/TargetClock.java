package dev.atom.time;

import dev.atom.json.Json;
import dev.atom.json.JsonException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A clock that runs in working time towards a target, such as an answer within eight hours, and
 * stands still while somebody else is to act.
 *
 * {@snippet file="dev/atom/time/TargetClockTest.java" region="clock"}
 *
 * <p>It keeps what happened to it, not how far it came: with another calendar or target all of it is
 * counted anew. Resumed after a stop it goes on where it stood, so that what was solved and is opened
 * again is not late at once. Nothing here reads the time; immutable and thread-safe; equal by
 * content.
 *
 * @param calendar what counts as working time
 * @param target how much working time there is, more than nothing, at most 400 years
 * @param marks what happened, in order; the first is when it was started, and no two that follow each
 *     other are of one state
 */
public record TargetClock(WorkCalendar calendar, Duration target, List<Mark> marks) {
  private static final int WHOLE = 100;
  private static final int MOST_PERCENT = 1000;

  /** The days of 400 years. */
  private static final Duration MOST = Duration.ofDays(146_097);

  /** What a clock does. */
  public enum State {
    /** Working time counts. */
    RUNNING,
    /** Nothing counts until it is resumed. */
    PAUSED,
    /** What it was for is done; nothing counts unless it is resumed. */
    STOPPED
  }

  /**
   * A change of a clock.
   *
   * @param state what the clock does from then on
   * @param at when
   */
  public record Mark(State state, Instant at) {}

  /** Refuses a target that is not positive, and marks out of order. */
  public TargetClock {
    marks = List.copyOf(marks);
    if (target.isNegative() || target.isZero() || target.compareTo(MOST) > 0) {
      throw new IllegalArgumentException(
          "a target is more than nothing and at most 400 years, not " + target);
    }
    if (marks.isEmpty() || marks.getFirst().state() != State.RUNNING) {
      throw new IllegalArgumentException("a clock's first mark is its start, not " + marks);
    }
    for (int i = 1; i < marks.size(); i++) {
      Mark before = marks.get(i - 1);
      Mark mark = marks.get(i);
      if (mark.at().isBefore(before.at()) || mark.state() == before.state()) {
        throw new IllegalArgumentException(mark + " can't follow " + before);
      }
    }
  }

  /**
   * Starts a clock.
   *
   * @param calendar what counts as working time
   * @param target how much working time there is, more than nothing
   * @param at when it starts, in working time or not
   * @return a clock that runs
   */
  public static TargetClock start(WorkCalendar calendar, Duration target, Instant at) {
    return new TargetClock(calendar, target, List.of(new Mark(State.RUNNING, at)));
  }

  /**
   * Reads a clock from its JSON form.
   *
   * @param json what {@link #toJson} gave
   * @return the clock
   * @throws JsonException if it has another form; says at which path
   */
  public static TargetClock fromJson(Json json) {
    return TargetClockJson.read(json);
  }

  /**
   * Returns the JSON form, fit to be kept in an event.
   *
   * @return {@code calendar} as {@link WorkCalendar#toJson} writes it, {@code target} and {@code
   *     marks}
   */
  public Json.Obj toJson() {
    return TargetClockJson.write(this);
  }

  /**
   * Pauses a clock that runs.
   *
   * @param at when; not before the last change
   * @return a clock that stands still; this one if it did already
   */
  public TargetClock pause(Instant at) {
    return state() == State.RUNNING ? mark(State.PAUSED, at) : this;
  }

  /**
   * Lets a clock go on that was paused or stopped; what passed in between does not count.
   *
   * @param at when; not before the last change
   * @return a clock that runs; this one if it did already
   */
  public TargetClock resume(Instant at) {
    return state() == State.RUNNING ? this : mark(State.RUNNING, at);
  }

  /**
   * Stops a clock: what it was for is done.
   *
   * @param at when; not before the last change
   * @return a clock that is stopped; this one if it was already
   */
  public TargetClock stop(Instant at) {
    return state() == State.STOPPED ? this : mark(State.STOPPED, at);
  }

  /**
   * Starts a new clock with the same calendar and target, as when a customer writes again.
   *
   * @param at when it starts
   * @return a clock that runs and has counted nothing
   */
  public TargetClock restart(Instant at) {
    return start(calendar, target, at);
  }

  private TargetClock mark(State state, Instant at) {
    List<Mark> more = new ArrayList<>(marks);
    more.add(new Mark(state, at));
    return new TargetClock(calendar, target, more);
  }

  /**
   * Returns this clock as if the calendar had been another from the start.
   *
   * @param other what counts as working time
   * @return a clock counted anew
   */
  public TargetClock calendar(WorkCalendar other) {
    return new TargetClock(other, target, marks);
  }

  /**
   * Returns this clock as if the target had been another from the start, as when a priority changes.
   *
   * @param other how much working time there is, more than nothing
   * @return a clock counted anew
   */
  public TargetClock target(Duration other) {
    return new TargetClock(calendar, other, marks);
  }

  /**
   * Returns what the clock does after its last change.
   *
   * @return the state
   */
  public State state() {
    return marks.getLast().state();
  }

  /**
   * Returns how much working time has counted.
   *
   * @param now until when; what happened later is not looked at
   * @return 0 or more; may be more than the target
   */
  public Duration elapsed(Instant now) {
    Duration elapsed = Duration.ZERO;
    for (int i = 0; i < marks.size(); i++) {
      Mark mark = marks.get(i);
      if (mark.state() == State.RUNNING && mark.at().isBefore(now)) {
        elapsed =
            elapsed.plus(calendar.between(mark.at(), end(i).filter(now::isAfter).orElse(now)));
      }
    }
    return elapsed;
  }

  /**
   * Returns how much working time is left.
   *
   * @param now at what instant
   * @return negative if the target is passed
   */
  public Duration remaining(Instant now) {
    return target.minus(elapsed(now));
  }

  /**
   * Tells whether the target was reached with the clock still running.
   *
   * @param now at what instant
   * @return true from {@link #due} on, for ever
   */
  public boolean breached(Instant now) {
    return due().filter(due -> !due.isAfter(now)).isPresent();
  }

  /**
   * Returns when the target is reached, or was.
   *
   * @return empty if the clock stands still and it is not reached yet
   * @throws IllegalArgumentException if the calendar has not that much working time within 400 years
   */
  public Optional<Instant> due() {
    return reached(WHOLE);
  }

  /**
   * Returns when a part of the target is used up, or was: the instant to warn at.
   *
   * @param percent from 1 to 1,000; 100 is the target
   * @return empty if the clock stands still and it is not reached yet
   * @throws IllegalArgumentException if the percentage is another, or the calendar has not that much
   *     working time within 400 years
   */
  public Optional<Instant> reached(int percent) {
    if (percent < 1 || percent > MOST_PERCENT) {
      throw new IllegalArgumentException("1 to 1,000 percent of the target, not " + percent);
    }
    Duration left = target.multipliedBy(percent).dividedBy(WHOLE);
    for (int i = 0; i < marks.size(); i++) {
      Mark mark = marks.get(i);
      if (mark.state() == State.RUNNING) {
        Optional<Instant> end = end(i);
        if (end.isEmpty()) {
          return Optional.of(calendar.plus(mark.at(), left));
        }
        Duration run = calendar.between(mark.at(), end.get());
        if (run.compareTo(left) >= 0) {
          // Done just in time is done: a target is passed only if the clock would have gone on.
          Instant at = calendar.plus(mark.at(), left);
          if (at.isBefore(end.get())) {
            return Optional.of(at);
          }
        }
        left = left.minus(run);
      }
    }
    return Optional.empty();
  }

  /** When what a mark began was over; empty if it still goes on. */
  private Optional<Instant> end(int mark) {
    return mark + 1 < marks.size() ? Optional.of(marks.get(mark + 1).at()) : Optional.empty();
  }
}
