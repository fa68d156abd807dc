package dev.atom.coordinator;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What is wrong with a task, in numbers. All durations are working time. */
public sealed interface Cause {
  /**
   * The task is not closed, and its due time has passed.
   *
   * @param due when it was due
   * @param late how much has passed since; 0 if nobody has worked since
   */
  record Overdue(Instant due, Duration late) implements Cause {}

  /**
   * More is left to do than there is time for, whatever it waits for.
   *
   * @param due when it is due
   * @param remaining how much is left to do
   * @param available how much passes before it is due; less than what remains
   */
  record ShortOfTime(Instant due, Duration remaining, Duration available) implements Cause {
    /**
     * Returns by how much it will be late.
     *
     * @return more than nothing
     */
    public Duration late() {
      return remaining.minus(available);
    }
  }

  /**
   * What it waits for takes too long.
   *
   * @param due when it is due
   * @param late by how much it will be late
   * @param finish when it can be finished, and what is on the way
   */
  record LateThroughBlockers(Instant due, Duration late, Finish finish) implements Cause {}

  /**
   * Nobody has said anything about it for long.
   *
   * @param updated when somebody last did
   * @param days how many working days ago that was
   * @param allowed how many are fine
   */
  record Silent(Instant updated, int days, int allowed) implements Cause {}

  /**
   * Tasks wait for each other.
   *
   * @param tasks each waits for the next one, the last one for the first; copied
   */
  record Circle(List<String> tasks) implements Cause {
    /** Copies the ids. */
    public Circle {
      tasks = List.copyOf(tasks);
    }
  }

  /**
   * When a task can be finished at the earliest, if work on everything goes on without a pause.
   *
   * @param earliest when; it can't be earlier by what is known
   * @param path the ids of the tasks that decide it, the first to be done first, the task itself
   *     last; copied
   * @param exact false if something on which it depends is unknown, so that it may well be later
   */
  record Finish(Instant earliest, List<String> path, boolean exact) {
    /** Copies the path. */
    public Finish {
      path = List.copyOf(path);
    }
  }
}
