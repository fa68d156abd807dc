package dev.atom.time;

import java.util.Collection;
import java.util.List;

/**
 * When somebody, or something such as a room, can be booked. Immutable and thread-safe.
 *
 * @param owner whose it is
 * @param schedule the hours in which bookings are taken, in the owner's zone
 * @param busy what is taken already, in any order; may overlap
 */
public record Diary(String owner, WorkCalendar schedule, Collection<Slot> busy) {
  /** Copies the list. */
  public Diary {
    busy = List.copyOf(busy);
  }
}
