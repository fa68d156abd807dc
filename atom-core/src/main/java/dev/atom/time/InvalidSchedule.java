package dev.atom.time;

import dev.atom.AtomException;

/**
 * A text is no cron expression or schedule that Atom reads, or it names a time that never comes. The
 * message says where, on which value (its first 100 characters), and what to write instead.
 */
public final class InvalidSchedule extends AtomException {
  private static final long serialVersionUID = 1L;
  private static final int MOST_SHOWN = 100;

  private final String field;
  private final String value;

  InvalidSchedule(String field, String value, String problem) {
    super("invalid_schedule", false, field + " \"" + shown(value) + "\": " + problem);
    this.field = field;
    this.value = value;
  }

  /** Only as much as a screen or a log can bear. */
  static String shown(String value) {
    return value.length() <= MOST_SHOWN ? value : value.substring(0, MOST_SHOWN) + "…";
  }

  /**
   * Returns which part of the text is refused.
   *
   * @return such as {@code "minute"}, {@code "day of month"}, {@code "zone"}; {@code "expression"}
   *     or {@code "schedule"} for the whole
   */
  public String field() {
    return field;
  }

  /**
   * Returns what stands there.
   *
   * @return the part of the text as it was written
   */
  public String value() {
    return value;
  }
}
