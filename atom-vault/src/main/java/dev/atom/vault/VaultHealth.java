package dev.atom.vault;

import java.util.List;

/**
 * What opening a vault found.
 *
 * @param droppedBytes how long the last frame was that a crash had cut off; 0 if none. Its put was
 *     never acknowledged
 * @param damage one sentence for each part of the file that can't be trusted; empty if all is well
 */
public record VaultHealth(long droppedBytes, List<String> damage) {
  /** Copies the list. */
  public VaultHealth {
    damage = List.copyOf(damage);
  }

  /**
   * Tells whether every secret can be trusted to be the newest version in the file.
   *
   * @return true if there is no damage
   */
  public boolean sound() {
    return damage.isEmpty();
  }
}
