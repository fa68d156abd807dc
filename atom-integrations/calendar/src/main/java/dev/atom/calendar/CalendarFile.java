package dev.atom.calendar;

import java.io.ByteArrayOutputStream;
import java.util.List;

/**
 * What a file holds: as a rule one calendar.
 *
 * @param calendars one or more
 * @param problems what a tolerant reader passed over; empty otherwise
 */
public record CalendarFile(List<Calendar> calendars, List<CalendarProblem> problems) {
  /** Copies the lists. */
  public CalendarFile {
    calendars = List.copyOf(calendars);
    problems = List.copyOf(problems);
  }

  /**
   * Returns the calendar of a file that holds one.
   *
   * @return the calendar
   * @throws CalendarException if there are several
   */
  public Calendar only() {
    if (calendars.size() != 1) {
      throw CalendarException.incomplete(
          "the file holds " + calendars.size() + " calendars; ask for calendars() instead");
    }
    return calendars.getFirst();
  }

  /**
   * Writes the calendars one after the other.
   *
   * @return the file in UTF-8
   */
  public byte[] bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    calendars.forEach(calendar -> out.writeBytes(calendar.bytes()));
    return out.toByteArray();
  }
}
