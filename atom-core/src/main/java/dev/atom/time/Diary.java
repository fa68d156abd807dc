package dev.atom.time;

import java.util.Collection;
import java.util.List;

/**
 * When somebody, or something such as a room, can be booked. Immutable and thread-safe.
 *
 * @param owner whose it is
 * @param schedule the hours in which bookings are taken, in the owner's zone
 * @param busy what is taken otherwise, in any order; may overlap
 * @param bookings what is booked already: as busy as the rest, and counted where an {@link
 *     Availability} limits the bookings of a day
 */
public record Diary(
    String owner, WorkCalendar schedule, Collection<Slot> busy, Collection<Slot> bookings) {
  /** Copies the lists. */
  public Diary {
    busy = List.copyOf(busy);
    bookings = List.copyOf(bookings);
  }

  /**
   * A diary without bookings that have to be counted.
   *
   * @param owner whose it is
   * @param schedule the hours in which bookings are taken, in the owner's zone
   * @param busy what is taken already, in any order; may overlap
   */
  public Diary(String owner, WorkCalendar schedule, Collection<Slot> busy) {
    this(owner, schedule, busy, List.of());
  }
}
