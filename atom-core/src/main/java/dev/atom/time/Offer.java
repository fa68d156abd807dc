package dev.atom.time;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * A slot and who could take it. Immutable and thread-safe.
 *
 * @param slot the slot
 * @param free the owners of the diaries in which it is free, in the order of the diaries; never empty
 */
public record Offer(Slot slot, List<String> free) {
  /** Copies the list, and refuses one in which nobody is. */
  public Offer {
    free = List.copyOf(free);
    if (free.isEmpty()) {
      throw new IllegalArgumentException("nobody could take the offer of " + slot);
    }
  }

  /**
   * Chooses who takes the slot.
   *
   * {@snippet file="dev/atom/time/AvailabilityTest.java" region="turn"}
   *
   * @param order who is to be asked first: in turn by when each was asked last, evenly by how many
   *     bookings each has
   * @return the first of those who are free; of equals the one whose diary comes first
   */
  public String choose(Comparator<? super String> order) {
    return Collections.min(free, order);
  }
}
