package dev.atom.vault.store;

import java.util.List;

/**
 * What an engine found when it was opened.
 *
 * @param droppedBytes how much a crash had cut off in the middle of a commit that was never
 *     acknowledged; 0 if nothing
 * @param damage one sentence for each part that can't be read; empty if all is well
 */
public record StoreHealth(long droppedBytes, List<String> damage) {
  /** Nothing found. */
  public static final StoreHealth SOUND = new StoreHealth(0, List.of());

  /** Copies the list. */
  public StoreHealth {
    damage = List.copyOf(damage);
  }
}
