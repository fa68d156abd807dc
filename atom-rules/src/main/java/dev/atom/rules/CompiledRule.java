package dev.atom.rules;

import java.util.Optional;

/** A rule with its compiled condition and the mode of its group. */
record CompiledRule(Rule rule, Node condition, GroupMode mode) {

  /** The group of which only one rule fires; empty if the rule is in none such. */
  Optional<String> exclusiveGroup() {
    return mode == GroupMode.FIRST ? rule.group() : Optional.empty();
  }
}
