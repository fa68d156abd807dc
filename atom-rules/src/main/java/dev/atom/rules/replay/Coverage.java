package dev.atom.rules.replay;

import dev.atom.CallContext;
import dev.atom.rules.Condition;
import dev.atom.rules.EffortExceeded;
import dev.atom.rules.FieldCondition;
import dev.atom.rules.GroupMode;
import dev.atom.rules.Rule;
import dev.atom.rules.RuleSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which rules and conditions a period of events never touched, and what kept rules from firing.
 *
 * {@snippet file="dev/atom/rules/check/RuleTestingDocumentationTest.java" region="coverage"}
 *
 * <p>Every condition is asked once for each event, however many rules have it. Memory does not grow
 * with the number of events.
 */
public final class Coverage {
  private final List<CoveredRule> rules = new ArrayList<>();
  private final Leaves leaves;
  private final int samples;
  private final List<Unevaluated> unevaluatedOn = new ArrayList<>();
  private long unevaluated;

  private Coverage(RuleSet set, int samples) {
    this.samples = samples;
    leaves = new Leaves(set);
    for (Rule rule : set.inOrderOfFiring()) {
      Optional<String> exclusive =
          rule.group().filter(name -> set.groups().get(name) == GroupMode.FIRST);
      rules.add(new CoveredRule(rule, exclusive, compiled(Parts.of(rule))));
    }
  }

  private CoveredRule.Node compiled(Parts.Part part) {
    return switch (part) {
      case Parts.Leaf leaf -> new CoveredRule.Leaf(leaf.id(), leaves.index(leaf.condition()));
      case Parts.Several some -> {
        List<CoveredRule.Node> nodes = some.parts().stream().map(this::compiled).toList();
        int count = some.negated() ? nodes.size() - some.count() + 1 : some.count();
        yield new CoveredRule.Several(count, some.negated(), nodes);
      }
    };
  }

  /**
   * Replays events and counts.
   *
   * @param rules the rules
   * @param events the events; read once
   * @param options who is told of progress
   * @param context ends the replay when it is cancelled or its deadline passes; the report then is of
   *     the events up to there
   * @return what was counted
   */
  public static CoverageReport run(
      RuleSet rules, Iterator<ReplayEvent> events, ReplayOptions options, CallContext context) {
    Coverage coverage = new Coverage(rules, options.samples());
    Replay replay = new Replay(options, context);
    ReplayEnd end = replay.run(events, coverage::event);
    long evaluated = replay.events() - coverage.unevaluated;
    return new CoverageReport(
        rules.fingerprint(),
        evaluated,
        end,
        coverage.rules.stream().map(rule -> rule.report(coverage.leaves, evaluated)).toList(),
        coverage.unevaluated,
        coverage.unevaluatedOn);
  }

  private void event(ReplayEvent event) {
    try {
      leaves.look(event);
    } catch (EffortExceeded e) {
      unevaluated++;
      if (unevaluatedOn.size() < samples) {
        unevaluatedOn.add(Unevaluated.of(event, "", e));
      }
      return;
    }
    Set<String> taken = new HashSet<>();
    boolean stopped = false;
    for (CoveredRule rule : rules) {
      stopped |= rule.event(leaves, taken, stopped);
    }
  }

  /** The conditions of all rules, each once. */
  static final class Leaves {
    private final RuleSet rules;
    private final Map<Condition, Integer> indexes = new HashMap<>();
    private final List<LeafCount> counts = new ArrayList<>();

    Leaves(RuleSet rules) {
      this.rules = rules;
    }

    /** Conditions that differ in their ids alone are one. */
    private int index(Condition condition) {
      Condition bare = condition;
      if (condition instanceof FieldCondition leaf) {
        var same = Condition.field(leaf.field()).is(leaf.operator(), leaf.value());
        same = leaf.ignoreCase() ? same.ignoringCase() : same;
        same = leaf.missing().isPresent() ? same.whenMissing(leaf.missing().get()) : same;
        var named = leaf.id().isPresent() ? same.id(leaf.id().get()) : same;
        // A condition may have members that are not known here; then it is one of its own.
        bare = named.toJson().equals(leaf.toJson()) ? same : leaf;
      }
      Integer known = indexes.putIfAbsent(bare, counts.size());
      if (known != null) {
        return known;
      }
      counts.add(new LeafCount(condition, rules.probe(bare)));
      return counts.size() - 1;
    }

    private void look(ReplayEvent event) {
      for (LeafCount leaf : counts) {
        leaf.look(event);
      }
      counts.forEach(LeafCount::count);
    }

    boolean holds(int index) {
      return counts.get(index).holds();
    }

    LeafCount count(int index) {
      return counts.get(index);
    }
  }
}
