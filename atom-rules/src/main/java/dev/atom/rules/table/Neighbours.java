package dev.atom.rules.table;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Finds the rows that may meet a row in one column, without looking at all. Rows that take the whole
 * column are neighbours of everything; the others are sorted by where they begin, and of those that
 * begin before a row ends, looking back stops where all have ended before the row begins.
 */
final class Neighbours {
  private final List<Runs> extents;
  private final int[] whole;
  private final int[] sorted;
  private final int[] latestEnd;

  Neighbours(List<Runs> extents, Runs domain) {
    this.extents = extents;
    this.whole = rows().filter(row -> extents.get(row).equals(domain)).toArray();
    this.sorted =
        rows()
            .filter(row -> !extents.get(row).equals(domain))
            .boxed()
            .sorted(Comparator.comparingInt((Integer row) -> extents.get(row).first()))
            .mapToInt(row -> row)
            .toArray();
    this.latestEnd = new int[sorted.length];
    int latest = 0;
    for (int i = 0; i < sorted.length; i++) {
      latest = Math.max(latest, extents.get(sorted[i]).end());
      latestEnd[i] = latest;
    }
  }

  private IntStream rows() {
    return IntStream.range(0, extents.size()).filter(row -> !extents.get(row).isEmpty());
  }

  /** The rows, itself among them. */
  IntStream of(int row) {
    int first = extents.get(row).first();
    int past = beginningBefore(extents.get(row).end());
    int from = past;
    while (from > 0 && latestEnd[from - 1] > first) {
      from--;
    }
    return IntStream.concat(IntStream.of(whole), IntStream.range(from, past).map(i -> sorted[i]));
  }

  /** How many of the sorted rows begin before a place. */
  private int beginningBefore(int place) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (extents.get(sorted[middle]).first() < place) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
