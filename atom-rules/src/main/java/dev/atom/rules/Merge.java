package dev.atom.rules;

import dev.atom.rules.index.Scratch;
import java.util.Arrays;

/**
 * What several segments found, merged into the order of firing by numbers alone, so that no rule need
 * be looked at. Not thread-safe.
 */
final class Merge {
  private long[] ranks = {};
  private int[] sources = {};
  private int[] places = {};
  private int size;

  /** Adds what a segment found, in the order of firing. */
  void add(int source, Segment segment, Scratch<Look> scratch) {
    int here = size - 1;
    int there = scratch.size() - 1;
    room(scratch.size());
    for (int i = size - 1; there >= 0; i--) {
      long rank = segment.rank(scratch.found(there));
      if (here >= 0 && ranks[here] > rank) {
        move(here--, i);
      } else {
        set(i, source, scratch.found(there--), rank);
      }
    }
  }

  /** Adds one rule. */
  void add(int source, int place, long rank) {
    room(1);
    int at = size - 1;
    for (; at > 0 && ranks[at - 1] > rank; at--) {
      move(at - 1, at);
    }
    set(at, source, place, rank);
  }

  private void room(int more) {
    size += more;
    ranks = Arrays.copyOf(ranks, size);
    sources = Arrays.copyOf(sources, size);
    places = Arrays.copyOf(places, size);
  }

  private void move(int from, int to) {
    set(to, sources[from], places[from], ranks[from]);
  }

  private void set(int at, int source, int place, long rank) {
    sources[at] = source;
    places[at] = place;
    ranks[at] = rank;
  }

  int size() {
    return size;
  }

  /** Who found the rule that comes at a place in the order of firing. */
  int source(int at) {
    return sources[at];
  }

  /** Where that one has it. */
  int place(int at) {
    return places[at];
  }
}
