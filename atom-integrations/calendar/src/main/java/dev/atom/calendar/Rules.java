package dev.atom.calendar;

import dev.atom.time.InvalidRecurrence;
import dev.atom.time.Recurrence;
import dev.atom.time.RecurrenceEnd;
import java.time.LocalDateTime;

/** Recurrence rules as they stand in files. */
final class Rules {
  private Rules() {}

  /** The text without white space and a semicolon at the end, which some producers write. */
  static String text(Property property) {
    String text = property.raw().replaceAll("\\s", "");
    return text.endsWith(";") ? text.substring(0, text.length() - 1) : text;
  }

  /** The rule by the clock on the wall, its UNTIL too. */
  static Recurrence parse(Property property, CalendarZone zone) {
    try {
      Recurrence rule = Recurrence.parse(text(property));
      if (rule.end() instanceof RecurrenceEnd.AtInstant until) {
        LocalDateTime last = zone.wall(until.last());
        return rule.toBuilder().end(new RecurrenceEnd.AtLocalTime(last)).build();
      }
      return rule;
    } catch (InvalidRecurrence e) {
      throw CalendarException.value(property, String.valueOf(e.getMessage()));
    }
  }
}
