package dev.atom.rules.table;

import dev.atom.rules.table.Axis.Extent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Looks within a box for parts that no row covers: sweeps along one column after the other, and goes
 * on with the rows that are left, once for each set of rows. After the algorithm for missing rules of
 * Calvanese, Dumas, Laurson, Maggi, Montali and Teinemaa, "Semantics and Analysis of DMN Decision
 * Tables", BPM 2016; here places where the same rows are left are looked at together. Not
 * thread-safe.
 */
final class CoverSearch {
  private final Extent[][] rows;
  private final Steps steps;
  private final Found found;
  private final Runs[] box;
  private final Runs[] at;
  private final Set<Left> covered = new HashSet<>();

  /** Who hears of parts that are not covered. */
  interface Found {
    /** No row covers the box. */
    void gap(Runs[] part);

    /** Whether a row covers the box can't be told. */
    void undecided(Runs[] part);

    /** Whether the search may end. */
    boolean enough();
  }

  /** The rows that are left at a column: twice the row's number, and one more if it is so surely. */
  private record Left(int column, List<Integer> rows) {}

  CoverSearch(Extent[][] rows, Runs[] box, Steps steps, Found found) {
    this.rows = rows;
    this.box = box;
    this.steps = steps;
    this.found = found;
    this.at = box.clone();
  }

  /** Whether the rows surely cover the whole box. */
  boolean covered(List<Integer> candidates) {
    return search(new Left(0, candidates.stream().map(row -> 2 * row + 1).toList()));
  }

  private boolean search(Left left) {
    steps.spend(left.rows().size() + 1L);
    if (left.rows().isEmpty()) {
      found.gap(part(left.column()));
      return false;
    }
    if (covered.contains(left)) {
      return true;
    }
    if (left.column() == box.length) {
      boolean sure = left.rows().stream().anyMatch(row -> row % 2 == 1);
      if (!sure) {
        found.undecided(part(left.column()));
      }
      return sure;
    }
    boolean all = full(left) || searchAlong(left);
    if (all) {
      covered.add(left);
    }
    return all;
  }

  private Runs[] part(int column) {
    Runs[] part = at.clone();
    System.arraycopy(box, column, part, column, box.length - column);
    return part;
  }

  /** Whether one row surely covers all that is left of the box. */
  private boolean full(Left left) {
    for (int coded : left.rows()) {
      boolean full = coded % 2 == 1;
      for (int c = left.column(); full && c < box.length; c++) {
        full = box[c].within(rows[coded / 2][c].sure());
      }
      if (full) {
        return true;
      }
    }
    return false;
  }

  private boolean searchAlong(Left left) {
    boolean all = true;
    for (Map.Entry<List<Integer>, List<Runs>> part : parts(left).entrySet()) {
      at[left.column()] = Runs.union(part.getValue());
      all &= search(new Left(left.column() + 1, part.getKey()));
      if (found.enough()) {
        return false;
      }
    }
    return all;
  }

  /** Where along the column which rows are left. */
  private Map<List<Integer>, List<Runs>> parts(Left left) {
    Runs along = box[left.column()];
    List<int[]> events = events(left, along);
    Map<List<Integer>, List<Runs>> parts = new LinkedHashMap<>();
    int[] state = new int[left.rows().size()];
    var here = new java.util.TreeSet<Integer>();
    int next = 0;
    for (int i = 0; i < along.count(); i++) {
      int from = along.from(i);
      while (from < along.to(i)) {
        while (next < events.size() && events.get(next)[0] <= from) {
          int[] event = events.get(next++);
          state[event[1]] += event[2];
          if (state[event[1]] == 0) {
            here.remove(event[1]);
          } else {
            here.add(event[1]);
          }
        }
        int to = next < events.size() ? Math.min(events.get(next)[0], along.to(i)) : along.to(i);
        steps.spend(here.size() + 1L);
        parts
            .computeIfAbsent(codes(left, here, state), k -> new ArrayList<>())
            .add(Runs.of(from, to));
        from = to;
      }
    }
    return parts;
  }

  private static List<Integer> codes(Left left, Set<Integer> here, int[] state) {
    List<Integer> codes = new ArrayList<>(here.size());
    for (int i : here) {
      int coded = left.rows().get(i);
      // A row is left surely if it was so and is so here: in both of its extents.
      codes.add(state[i] == 2 ? coded : coded & ~1);
    }
    return codes;
  }

  /** Where rows begin (+1) and end (-1): once for what is sure, once for what may be. */
  private List<int[]> events(Left left, Runs along) {
    List<int[]> events = new ArrayList<>();
    for (int i = 0; i < left.rows().size(); i++) {
      Extent extent = rows[left.rows().get(i) / 2][left.column()];
      add(events, extent.sure().and(along), i);
      add(events, extent.maybe().and(along), i);
    }
    steps.spend(events.size());
    int[][] sorted = events.toArray(int[][]::new);
    Arrays.sort(sorted, (a, b) -> Integer.compare(a[0], b[0]));
    return List.of(sorted);
  }

  private static void add(List<int[]> events, Runs runs, int row) {
    for (int i = 0; i < runs.count(); i++) {
      events.add(new int[] {runs.from(i), row, 1});
      events.add(new int[] {runs.to(i), row, -1});
    }
  }
}
