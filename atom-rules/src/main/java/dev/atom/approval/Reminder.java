package dev.atom.approval;

import java.util.Objects;

/**
 * Something that is to happen if an approval still waits at some time: a reminder, an escalation.
 *
 * @param name what {@link ApprovalHandler#reminded} is told, such as the name of a workflow; 1 to 100
 *     characters
 * @param due when; one that is due when the approval lapses, or later, never happens
 */
public record Reminder(String name, Due due) {
  /** Refuses a blank name. */
  public Reminder {
    Form.name("a reminder's name", name, 100);
    Objects.requireNonNull(due, "due");
  }
}
