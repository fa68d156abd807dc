package dev.atom.rules.index;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/**
 * The parts of one field that conjunctions ask for, with the bits of who asks. Immutable and
 * thread-safe.
 */
final class PartsSlot<S> {
  private final Input<S> input;
  private final PartsTrie trie;
  private final int parts;
  private final int words;

  /** A bit for whoever asks. */
  private final long[] users;

  /** A bit for whoever wants no part. */
  private final long[] free;

  private final Rows wanted;
  private final Rows refused;

  /** For each part the bits of who names it: a row, or a list where that is shorter. */
  private static final class Rows {
    private final int words;
    private final int[] places;
    private final int[] lists;
    private final long[] rows;
    private final boolean none;

    Rows(int words, List<Ints> positions) {
      this.words = words;
      this.places = new int[positions.size()];
      Ints lists = new Ints();
      lists.add(0);
      Longs rows = new Longs();
      for (int part = 0; part < places.length; part++) {
        int[] bits = positions.get(part).toArray();
        if (bits.length > words / 2) {
          places[part] = ~rows.add(row(words, bits));
        } else if (bits.length > 0) {
          places[part] = lists.size();
          lists.add(bits.length);
          for (int bit : bits) {
            lists.add(bit);
          }
        }
      }
      this.lists = lists.toArray();
      this.rows = rows.toArray();
      this.none = positions.stream().allMatch(bits -> bits.size() == 0);
    }

    void set(int part, long[] into) {
      int place = places[part];
      if (place < 0) {
        int row = ~place;
        for (int i = 0; i < words; i++) {
          into[i] |= rows[row + i];
        }
      } else {
        int end = place + lists[place];
        for (int i = place + 1; i <= end; i++) {
          into[lists[i] >> 6] |= 1L << lists[i];
        }
      }
    }
  }

  PartsSlot(PartsDraft<S> draft, int words) {
    this.input = draft.key().input();
    this.words = words;
    this.users = new long[words];
    this.free = new long[words];
    Arrays.fill(free, -1L);
    TreeMap<String, Ints> wantedBy = new TreeMap<>();
    TreeMap<String, Ints> refusedBy = new TreeMap<>();
    for (PartsDraft.Use<S> use : draft.answered()) {
      int position = use.position();
      users[position >> 6] |= 1L << position;
      if (use.parts().wanted()) {
        free[position >> 6] &= ~(1L << position);
      }
      for (String part : use.parts().parts()) {
        Ints wants = wantedBy.computeIfAbsent(part, p -> new Ints());
        Ints refuses = refusedBy.computeIfAbsent(part, p -> new Ints());
        (use.parts().wanted() ? wants : refuses).add(position);
      }
    }
    this.trie = new PartsTrie(draft.key().where(), List.copyOf(wantedBy.keySet()));
    this.parts = wantedBy.size();
    this.wanted = new Rows(words, new ArrayList<>(wantedBy.values()));
    this.refused = new Rows(words, new ArrayList<>(refusedBy.values()));
  }

  private static long[] row(int words, int... bits) {
    long[] row = new long[words];
    for (int bit : bits) {
      row[bit >> 6] |= 1L << bit;
    }
    return row;
  }

  /** Takes away whose parts are not there, or are and may not be. */
  void match(S event, long[] left, Scratch<S> scratch) {
    if (!asked(left)) {
      return;
    }
    Cell cell = scratch.cell;
    input.read(event, cell);
    if (cell.kind == Cell.UNSURE) {
      scratch.unsure = true;
      return;
    }
    Hits hits = scratch.hits;
    hits.begin(parts);
    if (cell.kind == Cell.TEXT) {
      trie.find(cell.text, input.ignoresCase(), hits);
    } else if (cell.kind == Cell.LIST) {
      trie.items(cell.items, input.ignoresCase(), hits);
    }
    keep(left, hits, scratch);
  }

  private boolean asked(long[] left) {
    for (int i = 0; i < words; i++) {
      if ((left[i] & users[i]) != 0) {
        return true;
      }
    }
    return false;
  }

  private void keep(long[] left, Hits hits, Scratch<S> scratch) {
    long[] row = scratch.kept(words);
    System.arraycopy(free, 0, row, 0, words);
    for (int i = 0; i < hits.size(); i++) {
      wanted.set(hits.get(i), row);
    }
    for (int i = 0; i < words; i++) {
      left[i] &= row[i];
    }
    if (!refused.none && hits.size() > 0) {
      Arrays.fill(row, 0, words, 0);
      for (int i = 0; i < hits.size(); i++) {
        refused.set(hits.get(i), row);
      }
      for (int i = 0; i < words; i++) {
        left[i] &= ~row[i];
      }
    }
  }
}
