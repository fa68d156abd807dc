package dev.atom.rules.check;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes tableaus that share what is known of tests: most comparisons are of tests that were compared
 * before. Not thread-safe.
 */
final class Logic {
  private static final int KEPT = 20_000;

  private final int steps;
  private int undecided;
  private final Map<Set<FieldTest>, Cells> known = new HashMap<>();

  Logic(int steps) {
    this.steps = steps;
  }

  /** A tableau for these formulas and those made of their tests. */
  Tableau tableau(List<Formula> formulas) {
    return new Tableau(formulas, steps, this);
  }

  /** Whether no values make all the formulas true. */
  boolean contradictory(List<Formula> formulas) {
    Tableau tableau = tableau(formulas);
    boolean contradictory = tableau.contradictory(formulas);
    undecided += tableau.undecided();
    return contradictory;
  }

  /** How many comparisons had too many alternatives to try. */
  int undecided() {
    return undecided;
  }

  /** The cells of tests of one group. */
  Cells cells(Set<FieldTest> tests) {
    Cells cells = known.get(tests);
    if (cells == null) {
      if (known.size() >= KEPT) {
        known.clear();
      }
      cells = new Cells(List.copyOf(tests));
      known.put(Set.copyOf(tests), cells);
    }
    return cells;
  }
}
