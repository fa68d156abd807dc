package dev.atom.rules.index;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * A set of numbers: whether the lowest belong to it, and the places where, going up, belonging ends or
 * begins.
 *
 * @param low whether numbers below all cuts belong to the set
 * @param cuts ascending, no two the same
 */
record Cuts(boolean low, List<Cut> cuts) {
  static final Cuts NONE = new Cuts(false, List.of());
  static final Cuts ALL = new Cuts(true, List.of());

  /** A place just before a number, or just after it. */
  record Cut(BigDecimal at, boolean after) implements Comparable<Cut> {
    @Override
    public int compareTo(Cut other) {
      int order = at.compareTo(other.at);
      return order != 0 ? order : Boolean.compare(after, other.after);
    }
  }

  static Cuts from(BigDecimal at, boolean after) {
    return new Cuts(false, List.of(new Cut(at, after)));
  }

  static Cuts between(BigDecimal low, BigDecimal high) {
    return new Cuts(false, List.of(new Cut(low, false), new Cut(high, true)));
  }

  boolean has(BigDecimal number) {
    boolean has = low;
    for (Cut cut : cuts) {
      int order = cut.at.compareTo(number);
      has ^= order < 0 || (order == 0 && !cut.after);
    }
    return has;
  }

  Cuts not() {
    return new Cuts(!low, cuts);
  }

  Cuts or(Cuts other) {
    return not().and(other.not()).not();
  }

  Cuts and(Cuts other) {
    if (equals(ALL) || other.equals(NONE)) {
      return other;
    }
    if (other.equals(ALL) || equals(NONE)) {
      return this;
    }
    List<Cut> both = new ArrayList<>();
    boolean here = low;
    boolean there = other.low;
    int i = 0;
    int j = 0;
    while (i < cuts.size() || j < other.cuts.size()) {
      int order = order(i, other, j);
      boolean before = here && there;
      Cut cut = order <= 0 ? cuts.get(i) : other.cuts.get(j);
      if (order <= 0) {
        here = !here;
        i++;
      }
      if (order >= 0) {
        there = !there;
        j++;
      }
      if ((here && there) != before) {
        both.add(cut);
      }
    }
    return new Cuts(low && other.low, List.copyOf(both));
  }

  private int order(int i, Cuts other, int j) {
    if (i == cuts.size()) {
      return 1;
    }
    return j == other.cuts.size() ? -1 : cuts.get(i).compareTo(other.cuts.get(j));
  }
}
