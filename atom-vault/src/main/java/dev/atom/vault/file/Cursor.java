package dev.atom.vault.file;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Walks through an index in the order of the keys. */
interface Cursor {
  /** A key as {@link IndexKey} writes it, and where its row is. */
  record Entry(byte[] key, Position position) {}

  /** The next entry, or null behind the last. */
  @Nullable Entry next() throws IOException;

  /** One of several; of a key that is in more than one, the entry of the first. */
  static Cursor merged(List<Cursor> newestFirst) throws IOException {
    List<Cursor> cursors = new ArrayList<>();
    List<Entry> heads = new ArrayList<>();
    for (Cursor cursor : newestFirst) {
      Entry head = cursor.next();
      if (head != null) {
        cursors.add(cursor);
        heads.add(head);
      }
    }
    return () -> nextOf(cursors, heads);
  }

  private static @Nullable Entry nextOf(List<Cursor> cursors, List<Entry> heads)
      throws IOException {
    if (heads.isEmpty()) {
      return null;
    }
    Entry least = heads.getFirst();
    for (Entry head : heads) {
      if (IndexKey.compare(head.key(), 0, least.key(), 0) < 0) {
        least = head;
      }
    }
    for (int i = heads.size() - 1; i >= 0; i--) {
      if (IndexKey.compare(heads.get(i).key(), 0, least.key(), 0) == 0) {
        Entry next = cursors.get(i).next();
        if (next == null) {
          heads.remove(i);
          cursors.remove(i);
        } else {
          heads.set(i, next);
        }
      }
    }
    return least;
  }
}
