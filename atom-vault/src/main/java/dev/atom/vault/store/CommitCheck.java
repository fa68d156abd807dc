package dev.atom.vault.store;

import dev.atom.vault.VaultConflict;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What all engines ask of a commit before they look at their rows. */
public final class CommitCheck {
  private CommitCheck() {}

  /**
   * Refuses a commit that no engine makes.
   *
   * @param changes the changes
   * @throws IllegalArgumentException if there are none or too many, or two of one row
   */
  public static void require(List<Change> changes) {
    if (changes.isEmpty() || changes.size() > VaultStore.MOST_CHANGES) {
      throw new IllegalArgumentException(
          "a commit has 1 to " + VaultStore.MOST_CHANGES + " changes, not " + changes.size());
    }
    Set<RowKey> keys = new HashSet<>(2 * changes.size());
    for (Change change : changes) {
      if (!keys.add(change.key())) {
        throw new IllegalArgumentException(
            "two changes of a commit are of the row " + change.key());
      }
    }
  }

  /**
   * Refuses a change whose row is not as it should be.
   *
   * @param change the change
   * @param revision the row's revision; 0 if there is none
   * @throws VaultConflict if another is expected
   */
  public static void require(Change change, long revision) {
    if (change.expected() != revision) {
      throw new VaultConflict(
          "the row %s has revision %d and not %d; somebody else changed it, read it again"
              .formatted(change.key(), revision, change.expected()));
    }
  }
}
