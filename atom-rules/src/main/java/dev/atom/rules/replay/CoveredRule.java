package dev.atom.rules.replay;

import dev.atom.rules.Rule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Counts what became of one rule. Not thread-safe. */
final class CoveredRule {
  private static final int MANY = 1_000;

  private final Rule rule;
  private final Optional<String> exclusiveGroup;
  private final Node condition;
  private final Map<String, Long> nearMisses = new LinkedHashMap<>();
  private long matched;
  private long fired;
  private long stopped;
  private long groupTaken;

  /** A condition; what it finds is read from its leaves. */
  sealed interface Node {}

  /** One of the set's conditions, by its number. */
  record Leaf(String id, int index) implements Node {}

  /** At least so many are wanted if the whole is, or are wanted not to hold if it is a complement. */
  record Several(int count, boolean negated, List<Node> nodes) implements Node {}

  /** How many conditions at least are not as wanted, and the first of them. */
  private record Lack(int conditions, String first) {
    static final Lack NONE = new Lack(0, "");
  }

  CoveredRule(Rule rule, Optional<String> exclusiveGroup, Node condition) {
    this.rule = rule;
    this.exclusiveGroup = exclusiveGroup;
    this.condition = condition;
  }

  /** Returns whether the rule fires and says stop. */
  boolean event(Coverage.Leaves leaves, Set<String> taken, boolean over) {
    if (!rule.enabled()) {
      return false;
    }
    Lack lack = lack(condition, true, leaves);
    if (lack.conditions() > 0) {
      if (lack.conditions() == 1) {
        nearMisses.merge(lack.first(), 1L, Long::sum);
      }
      return false;
    }
    matched++;
    if (over) {
      stopped++;
      return false;
    }
    if (exclusiveGroup.isPresent() && !taken.add(exclusiveGroup.get())) {
      groupTaken++;
      return false;
    }
    fired++;
    return rule.stop();
  }

  private static Lack lack(Node node, boolean wanted, Coverage.Leaves leaves) {
    return switch (node) {
      case Leaf leaf -> leaves.holds(leaf.index()) == wanted ? Lack.NONE : new Lack(1, leaf.id());
      case Several some -> several(some, wanted, leaves);
    };
  }

  private static Lack several(Several some, boolean wanted, Coverage.Leaves leaves) {
    boolean each = wanted != some.negated();
    int size = some.nodes().size();
    // The count is of members that are to hold; of a complement it is of those that must not.
    int needed = wanted ? some.count() : size - some.count() + 1;
    if (needed == size) {
      return all(some.nodes(), each, leaves);
    }
    List<Lack> lacks = new ArrayList<>();
    for (Node member : some.nodes()) {
      lacks.add(lack(member, each, leaves));
    }
    lacks.sort(java.util.Comparator.comparingInt(Lack::conditions));
    Lack sum = Lack.NONE;
    for (Lack lack : lacks.subList(0, needed)) {
      sum = plus(sum, lack);
    }
    return sum;
  }

  /** Two are as good as many: only one makes a near miss. */
  private static Lack all(List<Node> nodes, boolean wanted, Coverage.Leaves leaves) {
    Lack sum = Lack.NONE;
    for (int i = 0; i < nodes.size() && sum.conditions() < 2; i++) {
      sum = plus(sum, lack(nodes.get(i), wanted, leaves));
    }
    return sum;
  }

  private static Lack plus(Lack a, Lack b) {
    if (a.conditions() == 0) {
      return b;
    }
    return b.conditions() == 0
        ? a
        : new Lack(Math.min(MANY, a.conditions() + b.conditions()), a.first());
  }

  CoverageReport.RuleCoverage report(Coverage.Leaves leaves, long events) {
    List<CoverageReport.ConditionCount> conditions = new ArrayList<>();
    collect(condition, true, leaves, events, conditions);
    return new CoverageReport.RuleCoverage(
        rule.id(),
        rule.enabled(),
        new CoverageReport.Outcomes(matched, fired, stopped, groupTaken),
        conditions);
  }

  private void collect(
      Node node,
      boolean wanted,
      Coverage.Leaves leaves,
      long events,
      List<CoverageReport.ConditionCount> conditions) {
    switch (node) {
      case Leaf leaf ->
          conditions.add(
              leaves
                  .count(leaf.index())
                  .report(leaf.id(), wanted, nearMisses.getOrDefault(leaf.id(), 0L), events));
      case Several some ->
          some.nodes()
              .forEach(
                  member -> collect(member, wanted != some.negated(), leaves, events, conditions));
    }
  }
}
