package dev.atom.coordinator;

import java.util.Objects;

/**
 * Something that is wrong with a task.
 *
 * @param task which task; of tasks that wait for each other, one of them
 * @param cause what is wrong, in numbers
 * @param severity how bad it is
 * @param why what is wrong, as a sentence with the numbers in it
 */
public record Finding(TaskRef task, Cause cause, Severity severity, String why) {
  /** Refuses nulls. */
  public Finding {
    Objects.requireNonNull(task, "task");
    Objects.requireNonNull(cause, "cause");
    Objects.requireNonNull(severity, "severity");
    Objects.requireNonNull(why, "why");
  }
}
