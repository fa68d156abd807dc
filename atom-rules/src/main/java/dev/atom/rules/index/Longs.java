package dev.atom.rules.index;

import java.util.Arrays;

/** A growing array of words. Not thread-safe. */
final class Longs {
  private long[] items = new long[64];
  private int size;

  /** Makes room at the end and says where it begins; the room is zero. */
  int room(int length) {
    int at = size;
    size = Math.addExact(size, length);
    if (size > items.length) {
      items = Arrays.copyOf(items, (int) Math.max(size, Math.min(2L * items.length, 1 << 30)));
    }
    return at;
  }

  void set(int index, long item) {
    items[index] = item;
  }

  void set(int index, int high, int low) {
    items[index] = ((long) high << 32) | (low & 0xFFFF_FFFFL);
  }

  int add(long[] more) {
    int at = room(more.length);
    System.arraycopy(more, 0, items, at, more.length);
    return at;
  }

  boolean same(int at, long[] row) {
    return Arrays.equals(items, at, at + row.length, row, 0, row.length);
  }

  long get(int index) {
    return items[index];
  }

  long[] toArray() {
    return Arrays.copyOf(items, size);
  }
}
