package dev.atom.rules.index;

import java.util.Arrays;

/** Which parts a text was found to have. Not thread-safe. */
final class Hits {
  /** How much of a text is read at once. */
  static final int AT_ONCE = 256;

  final char[] read = new char[AT_ONCE];

  private int[] seen = new int[64];
  private int[] list = new int[64];
  private int turn;
  private int size;

  void begin(int parts) {
    if (seen.length < parts) {
      seen = new int[parts];
      list = new int[parts];
      turn = 0;
    }
    size = 0;
    turn++;
    if (turn < 0) {
      Arrays.fill(seen, 0);
      turn = 1;
    }
  }

  /** False if it was there before. */
  boolean add(int part) {
    if (seen[part] == turn) {
      return false;
    }
    seen[part] = turn;
    list[size++] = part;
    return true;
  }

  int size() {
    return size;
  }

  int get(int i) {
    return list[i];
  }
}
