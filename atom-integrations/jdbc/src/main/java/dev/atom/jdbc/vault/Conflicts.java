package dev.atom.jdbc.vault;

import dev.atom.vault.VaultConflict;
import dev.atom.vault.store.Change;
import dev.atom.vault.store.CommitCheck;

/** Says who was refused. */
final class Conflicts {
  private Conflicts() {}

  /**
   * Returns why a change can't be made.
   *
   * @param actual the row's revision when it was looked at again; perhaps even the expected one by
   *     then
   */
  static VaultConflict of(Change change, long actual) {
    try {
      CommitCheck.require(change, actual);
    } catch (VaultConflict e) {
      return e;
    }
    return new VaultConflict(
        "somebody else changed the row %s at the same time; read it again".formatted(change.key()));
  }
}
