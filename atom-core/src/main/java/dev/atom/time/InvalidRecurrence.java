package dev.atom.time;

import dev.atom.AtomException;

/** A recurrence rule that RFC 5545 does not allow; names the part and the value that are wrong. */
public final class InvalidRecurrence extends AtomException {
  private static final long serialVersionUID = 1L;

  private final String part;
  private final String value;

  InvalidRecurrence(String part, String value, String why) {
    super("invalid_recurrence", false, part + "=" + InvalidSchedule.shown(value) + ": " + why);
    this.part = part;
    this.value = value;
  }

  /**
   * Returns the part that is wrong.
   *
   * @return its name in RFC 5545, such as BYMONTHDAY
   */
  public String part() {
    return part;
  }

  /**
   * Returns what is wrong about it.
   *
   * @return the value as it was given
   */
  public String value() {
    return value;
  }
}
