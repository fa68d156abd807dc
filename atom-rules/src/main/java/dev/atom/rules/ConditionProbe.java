package dev.atom.rules;

import dev.atom.rules.Problems.Place;
import java.time.Instant;

/**
 * One condition, compiled as the rules of a set are, to be asked on its own: for lint, coverage and
 * others who look at rules condition by condition. Immutable and thread-safe.
 */
public final class ConditionProbe {
  private final Node node;
  private final long effort;

  private ConditionProbe(Node node, long effort) {
    this.node = node;
    this.effort = effort;
  }

  static ConditionProbe of(Condition condition, RuleVocabulary vocabulary, long effort) {
    Problems problems = new Problems();
    RuleLimits limits = RuleLimits.DEFAULT.depth(100).conditions(Integer.MAX_VALUE);
    Rule rule = Rule.newBuilder("condition").when(condition).build();
    var node =
        new ConditionCompiler(Names.top(vocabulary), limits, problems, Place.TOP).compile(rule);
    problems.throwIfAny();
    return new ConditionProbe(node.orElseThrow(), effort);
  }

  /**
   * Tells what the condition finds.
   *
   * @param facts the facts
   * @param now the time
   * @return what a condition on one field finds, before any complement is taken; of other conditions
   *     whether they match or differ
   * @throws EffortExceeded if it takes more steps than an evaluation of the rules may
   */
  public Finding find(Facts facts, Instant now) {
    try {
      Scope scope = new Scope(facts, now, Effort.of(effort));
      return node instanceof Node.Leaf leaf ? leaf.find(scope) : Finding.of(node.test(scope));
    } catch (Effort.Spent e) {
      throw e.in("");
    }
  }

  /**
   * Tells whether the condition is true for what was found.
   *
   * @param finding what {@link #find} returned
   * @return true or false, nothing between
   */
  public boolean holds(Finding finding) {
    return node instanceof Node.Leaf leaf
        ? leaf.condition().holds(finding)
        : finding == Finding.MATCHES;
  }

  /**
   * Tells whether the condition compares points in time, because of its operator, its value or the
   * vocabulary.
   *
   * @return of a condition on the items of a list what the condition on each item does; false for
   *     conditions on more than one field
   */
  public boolean comparesTime() {
    return comparesTime(node);
  }

  private static boolean comparesTime(Node node) {
    return switch (node) {
      case Node.Leaf leaf -> leaf.comparison().temporal();
      case Node.Items items -> comparesTime(items.items().each());
      default -> false;
    };
  }
}
