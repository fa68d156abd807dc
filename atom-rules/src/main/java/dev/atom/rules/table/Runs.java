package dev.atom.rules.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** A set of whole numbers from 0 as runs, each from a number to before another. Immutable. */
final class Runs {
  static final Runs NONE = new Runs(new int[0]);

  /** From and to in turn, ascending; runs neither touch nor overlap. */
  private final int[] ends;

  private Runs(int[] ends) {
    this.ends = ends;
  }

  static Runs of(int from, int to) {
    return from < to ? new Runs(new int[] {from, to}) : NONE;
  }

  static Runs union(List<Runs> sets) {
    List<int[]> runs = new ArrayList<>();
    for (Runs set : sets) {
      for (int i = 0; i < set.ends.length; i += 2) {
        runs.add(new int[] {set.ends[i], set.ends[i + 1]});
      }
    }
    runs.sort(Comparator.comparingInt(run -> run[0]));
    int[] ends = new int[2 * runs.size()];
    int used = 0;
    for (int[] run : runs) {
      if (used > 0 && run[0] <= ends[used - 1]) {
        ends[used - 1] = Math.max(ends[used - 1], run[1]);
      } else {
        ends[used++] = run[0];
        ends[used++] = run[1];
      }
    }
    return new Runs(Arrays.copyOf(ends, used));
  }

  /** What of the numbers below the size is not in the set. */
  Runs complement(int size) {
    int[] turned = new int[ends.length + 2];
    int used = 0;
    int from = 0;
    for (int i = 0; i < ends.length; i += 2) {
      if (from < ends[i]) {
        turned[used++] = from;
        turned[used++] = ends[i];
      }
      from = ends[i + 1];
    }
    if (from < size) {
      turned[used++] = from;
      turned[used++] = size;
    }
    return new Runs(Arrays.copyOf(turned, used));
  }

  Runs and(Runs other) {
    int[] both = new int[ends.length + other.ends.length + 2];
    int used = 0;
    int i = 0;
    int j = 0;
    while (i < ends.length && j < other.ends.length) {
      int from = Math.max(ends[i], other.ends[j]);
      int to = Math.min(ends[i + 1], other.ends[j + 1]);
      if (from < to) {
        both[used++] = from;
        both[used++] = to;
      }
      if (ends[i + 1] < other.ends[j + 1]) {
        i += 2;
      } else {
        j += 2;
      }
    }
    return used == 0 ? NONE : new Runs(Arrays.copyOf(both, used));
  }

  boolean meets(Runs other) {
    int i = 0;
    int j = 0;
    while (i < ends.length && j < other.ends.length) {
      if (Math.max(ends[i], other.ends[j]) < Math.min(ends[i + 1], other.ends[j + 1])) {
        return true;
      }
      if (ends[i + 1] < other.ends[j + 1]) {
        i += 2;
      } else {
        j += 2;
      }
    }
    return false;
  }

  boolean within(Runs other) {
    return and(other).equals(this);
  }

  boolean isEmpty() {
    return ends.length == 0;
  }

  int first() {
    return ends[0];
  }

  /** After the last. */
  int end() {
    return ends[ends.length - 1];
  }

  int count() {
    return ends.length / 2;
  }

  int from(int run) {
    return ends[2 * run];
  }

  int to(int run) {
    return ends[2 * run + 1];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Runs that && Arrays.equals(ends, that.ends);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(ends);
  }

  @Override
  public String toString() {
    return Arrays.toString(ends);
  }
}
