package dev.atom.rules.check;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Looks for values on which formulas are all true. The values of each field are divided into {@link
 * Cells}; alternatives are tried one after another, at most so many steps in all. What is found
 * contradictory is so; what is not may still be, because open answers are taken as they come and
 * fields as independent. Not thread-safe.
 */
final class Tableau {
  private final Map<String, Cells> cells = new HashMap<>();

  /** Formulas that were too much so many times are not asked about any more. */
  private static final int PATIENCE = 3;

  private final int limit;
  private int undecided;
  private int steps;

  /** What is left of a field: cells, and the literals whose answers are open on some of them. */
  private record Left(BitSet alive, List<Formula.Literal> open) {}

  /** What came out. */
  enum Outcome {
    /** No values make all formulas true. */
    CONTRADICTION,
    /** Perhaps some do. */
    POSSIBLE,
    /** There were too many alternatives to try. */
    UNDECIDED
  }

  private Optional<Map<String, Left>> found = Optional.empty();

  Tableau(List<Formula> formulas, int steps, Logic logic) {
    this.limit = steps;
    Map<String, Set<FieldTest>> groups = new HashMap<>();
    for (Formula formula : formulas) {
      for (FieldTest test : formula.tests()) {
        groups.computeIfAbsent(test.group(), g -> new HashSet<>()).add(test);
      }
    }
    groups.forEach((group, tests) -> cells.put(group, logic.cells(tests)));
  }

  /** Whether the formulas, made of tests that were given at the beginning, contradict each other. */
  boolean contradictory(List<Formula> formulas) {
    return undecided < PATIENCE && solve(formulas) == Outcome.CONTRADICTION;
  }

  /** How often there was too much to try. */
  int undecided() {
    return undecided;
  }

  /** The formulas must be made of tests that were given at the beginning. */
  Outcome solve(List<Formula> formulas) {
    found = Optional.empty();
    steps = limit;
    boolean model = solve(new ArrayList<>(formulas), new HashMap<>(), new ArrayList<>());
    if (model) {
      return Outcome.POSSIBLE;
    }
    if (steps < 0) {
      undecided++;
      return Outcome.UNDECIDED;
    }
    return Outcome.CONTRADICTION;
  }

  /** True if nothing speaks against the formulas; false also when the steps are used up. */
  private boolean solve(
      List<Formula> agenda, Map<String, Left> left, List<Formula.AtLeast> choices) {
    while (!agenda.isEmpty()) {
      if (--steps < 0) {
        return false;
      }
      switch (agenda.removeLast()) {
        case Formula.Literal literal -> {
          if (!add(literal, left)) {
            return false;
          }
        }
        case Formula.AtLeast some -> {
          if (some.count() > some.of().size()) {
            return false;
          }
          if (some.all()) {
            agenda.addAll(some.of());
          } else if (some.count() > 0) {
            choices.add(some);
          }
        }
      }
    }
    if (choices.isEmpty()) {
      found = Optional.of(left);
      return true;
    }
    return choose(left, choices);
  }

  /** The choice that leaves fewest ways comes first. */
  private boolean choose(Map<String, Left> left, List<Formula.AtLeast> choices) {
    int least = 0;
    int fewest = Integer.MAX_VALUE;
    for (int i = 0; i < choices.size() && fewest > 1; i++) {
      int ways = ways(choices.get(i), left, choices);
      if (ways < fewest) {
        least = i;
        fewest = ways;
      }
    }
    if (fewest <= 0) {
      return false;
    }
    Formula.AtLeast choice = choices.get(least);
    List<Formula.AtLeast> others = new ArrayList<>(choices);
    others.remove(least);
    List<Formula> members = choice.of();
    // The first of the members that is true is this one; of those before it none is.
    for (int i = 0; i + choice.count() <= members.size(); i++) {
      if (refuted(members.get(i), left, others)) {
        continue;
      }
      List<Formula> agenda = new ArrayList<>();
      agenda.add(members.get(i));
      agenda.add(new Formula.AtLeast(choice.count() - 1, members.subList(i + 1, members.size())));
      if (solve(agenda, new HashMap<>(left), new ArrayList<>(others))) {
        return true;
      }
      if (steps < 0) {
        return false;
      }
    }
    return false;
  }

  /** How many members may be the first that is true. */
  private int ways(Formula.AtLeast choice, Map<String, Left> left, List<Formula.AtLeast> asserted) {
    int members = 0;
    for (Formula member : choice.of()) {
      members += refuted(member, left, asserted) ? 0 : 1;
    }
    return members - choice.count() + 1;
  }

  private boolean refuted(Formula member, Map<String, Left> left, List<Formula.AtLeast> asserted) {
    return switch (member) {
      case Formula.Literal literal -> with(literal, left).alive().isEmpty();
      case Formula.AtLeast some -> asserted.contains(Formula.not(some));
    };
  }

  private boolean add(Formula.Literal literal, Map<String, Left> left) {
    Left after = with(literal, left);
    left.put(literal.test().group(), after);
    return !after.alive().isEmpty();
  }

  /** What is left of the literal's field with it. */
  private Left with(Formula.Literal literal, Map<String, Left> left) {
    Cells of = cellsOf(literal.test());
    Cells.Answers answers = of.answers(literal.test());
    Left before = left.get(literal.test().group());
    BitSet alive = new BitSet(of.size());
    if (before == null) {
      alive.set(0, of.size());
    } else {
      alive.or(before.alive());
    }
    if (literal.positive()) {
      BitSet may = (BitSet) answers.yes().clone();
      may.or(answers.open());
      alive.and(may);
    } else {
      alive.andNot(answers.yes());
    }
    List<Formula.Literal> open = before == null ? List.of() : before.open();
    if (answers.open().intersects(alive)) {
      for (Formula.Literal other : open) {
        narrow(alive, literal, other, of);
      }
      if (!open.contains(literal)) {
        List<Formula.Literal> more = new ArrayList<>(open);
        more.add(literal);
        open = more;
      }
    }
    return new Left(alive, open);
  }

  private Cells cellsOf(FieldTest test) {
    Cells of = cells.get(test.group());
    if (of == null) {
      throw new IllegalStateException("no cells were made for " + test);
    }
    return of;
  }

  /** Takes away the cells on which two open literals can't both be as they have to. */
  private static void narrow(BitSet alive, Formula.Literal a, Formula.Literal b, Cells of) {
    BitSet both = (BitSet) of.answers(a.test()).open().clone();
    both.and(of.answers(b.test()).open());
    both.and(alive);
    if (both.isEmpty() || (!a.positive() && !b.positive())) {
      return;
    }
    boolean inText = apart(a, b, true);
    boolean elsewhere = apart(a, b, false);
    for (int cell = both.nextSetBit(0); cell >= 0; cell = both.nextSetBit(cell + 1)) {
      if (of.isText(cell) ? inText : elsewhere) {
        alive.clear(cell);
      }
    }
  }

  private static boolean apart(Formula.Literal a, Formula.Literal b, boolean text) {
    if (a.positive() && b.positive()) {
      return Relations.exclude(a.test(), b.test(), text);
    }
    return a.positive()
        ? Relations.implies(a.test(), b.test(), text)
        : Relations.implies(b.test(), a.test(), text);
  }

  /**
   * Values that may make the formulas true, after {@link #solve} found them possible; to be tried
   * out, because open answers are not looked at. By field; a field that is to be missing has none.
   */
  Map<String, dev.atom.json.Json> values() {
    Map<String, dev.atom.json.Json> values = new LinkedHashMap<>();
    found
        .orElse(Map.of())
        .forEach(
            (group, left) -> {
              Cells of = cells.get(group);
              if (of != null && group.equals(of.field())) {
                of.value(best(left, of)).ifPresent(value -> values.put(group, value));
              }
            });
    return values;
  }

  private static int best(Left left, Cells of) {
    for (int cell = left.alive().nextSetBit(0);
        cell >= 0;
        cell = left.alive().nextSetBit(cell + 1)) {
      int at = cell;
      if (left.open().stream().noneMatch(l -> of.answers(l.test()).open().get(at))) {
        return cell;
      }
    }
    return left.alive().nextSetBit(0);
  }
}
