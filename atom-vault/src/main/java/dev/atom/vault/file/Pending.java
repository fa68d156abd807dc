package dev.atom.vault.file;

import dev.atom.vault.store.Change;
import dev.atom.vault.store.Row;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A commit on its way. Its fields belong to the lock of {@link GroupCommit}. */
final class Pending {
  final List<Change> changes;
  final List<Located> written = new ArrayList<>();
  boolean done;
  @Nullable Throwable failure;

  Pending(List<Change> changes) {
    this.changes = List.copyOf(changes);
  }

  /** How many frames it needs. */
  int frames() {
    return (int) changes.stream().filter(change -> !(change instanceof Change.Require)).count();
  }

  /** About how many bytes it needs. */
  long size() {
    long size = 0;
    for (Change change : changes) {
      size +=
          switch (change) {
            case Change.Put(Row row, long expected) -> Frame.LONGEST_HEAD + row.content().length();
            case Change.Delete delete -> Frame.LONGEST_HEAD;
            case Change.Require require -> 0;
          };
    }
    return size;
  }
}
