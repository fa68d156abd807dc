package dev.atom.calendar;

import java.time.Instant;
import java.time.ZoneId;

/**
 * One time that an event takes place. Immutable and thread-safe.
 *
 * @param event what takes place: the event, or what replaces it this time
 * @param time when it begins, in the event's own form
 * @param original when the series says it would begin: what a RECURRENCE-ID names
 * @param start when it begins
 * @param end when it ends; not before the start
 * @param reader the zone in which days and floating times were read
 */
public record Occurrence(
    Event event,
    CalendarTime time,
    CalendarTime original,
    Instant start,
    Instant end,
    ZoneId reader) {

  /** Something that takes no time overlaps what it lies in. */
  boolean overlaps(Instant from, Instant to) {
    return start.isBefore(to) && (end.isAfter(from) || start.equals(from));
  }

  CalendarZone clocks() {
    return Walls.clocks(time, reader);
  }
}
