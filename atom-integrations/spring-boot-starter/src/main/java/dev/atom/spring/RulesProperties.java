package dev.atom.spring;

import dev.atom.rules.RuleLimits;
import org.jspecify.annotations.Nullable;

/**
 * Rules that come with the application. Immutable.
 *
 * @param config where they are: a file, or a resource such as {@code classpath:rules.json}; in YAML if
 *     it ends in {@code .yaml} and atom-yaml is on the class path. Null for no such rules
 * @param maxRules how many there may be, 1 or more; null for 100 000
 * @param maxDepth how deep the conditions of a rule may be nested, from 1 to 100; null for 20
 * @param maxConditions how many conditions a rule may have, 1 or more; null for 200
 * @param maxEffort how many steps an evaluation may take, 1 or more; null for 5 million
 */
public record RulesProperties(
    @Nullable String config,
    @Nullable Integer maxRules,
    @Nullable Integer maxDepth,
    @Nullable Integer maxConditions,
    @Nullable Integer maxEffort) {
  static final String CONFIG = "atom.rules.config";
  static final String MAX_RULES = "atom.rules.max-rules";
  static final String MAX_DEPTH = "atom.rules.max-depth";
  static final String MAX_CONDITIONS = "atom.rules.max-conditions";
  static final String MAX_EFFORT = "atom.rules.max-effort";

  /** Refuses a blank place, numbers out of their range, and limits of no rules. */
  public RulesProperties {
    AtomProperties.requireMeant(CONFIG, config);
    AtomProperties.requireRange(MAX_RULES, maxRules, 1, Integer.MAX_VALUE);
    AtomProperties.requireRange(MAX_DEPTH, maxDepth, 1, 100);
    AtomProperties.requireRange(MAX_CONDITIONS, maxConditions, 1, Integer.MAX_VALUE);
    AtomProperties.requireRange(MAX_EFFORT, maxEffort, 1, Integer.MAX_VALUE);
    AtomProperties.requireTogether(MAX_RULES, maxRules, CONFIG, config);
    AtomProperties.requireTogether(MAX_DEPTH, maxDepth, CONFIG, config);
    AtomProperties.requireTogether(MAX_CONDITIONS, maxConditions, CONFIG, config);
    AtomProperties.requireTogether(MAX_EFFORT, maxEffort, CONFIG, config);
  }

  /** Called only where atom-rules is there. */
  RuleLimits limits() {
    RuleLimits most = RuleLimits.DEFAULT;
    return most.rules(AtomProperties.or(maxRules, most.rules()))
        .depth(AtomProperties.or(maxDepth, most.depth()))
        .conditions(AtomProperties.or(maxConditions, most.conditions()))
        .effort(maxEffort == null ? most.effort() : maxEffort);
  }
}
