package dev.atom.time;

import java.util.List;

/**
 * A slot and who could take it. Immutable and thread-safe.
 *
 * @param slot the slot
 * @param free the owners of the diaries in which it is free, in the order of the diaries; never empty
 */
public record Offer(Slot slot, List<String> free) {
  /** Copies the list. */
  public Offer {
    free = List.copyOf(free);
  }
}
