package dev.atom.rules;

import java.util.Comparator;
import java.util.Optional;

/** A rule with its compiled condition, the mode of its group and its place in the document. */
record CompiledRule(Rule rule, Node condition, GroupMode mode, int place) {
  /** The order of firing: the higher priority first, then by place. */
  static final Comparator<CompiledRule> FIRING = Comparator.comparingLong(CompiledRule::rank);

  /** The lower, the sooner it fires. */
  long rank() {
    return ((long) ~rule.priority() << 32) | place;
  }

  /** The group of which only one rule fires; empty if the rule is in none such. */
  Optional<String> exclusiveGroup() {
    return mode == GroupMode.FIRST ? rule.group() : Optional.empty();
  }

  /** Whether the rule fires if its condition holds, and others as if it were not there. */
  boolean plain() {
    return !rule.stop() && mode != GroupMode.FIRST;
  }

  /** Whether the condition holds; while answers are awaited, whether it may. */
  boolean holds(Scope scope) {
    return scope.awaits() ? ExternalRound.mayHold(condition, scope) : condition.test(scope);
  }

  /** Whether nothing fires after this rule, whatever else holds; asked of a rule that was found. */
  boolean endsAll(Look look) {
    return rule.stop() && mode != GroupMode.FIRST && !(look.scope().awaits() && condition.asks());
  }

  CompiledRule at(int other) {
    return new CompiledRule(rule, condition, mode, other);
  }
}
