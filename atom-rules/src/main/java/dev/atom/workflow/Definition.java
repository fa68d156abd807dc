package dev.atom.workflow;

import dev.atom.rules.EffortExceeded;
import dev.atom.rules.Facts;
import dev.atom.rules.RuleSet;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What is worked out once of a workflow.
 *
 * @param places where each step stands, by its id
 * @param branches the cases of each branch step as rules of which the first fires
 */
record Definition(Map<String, Place> places, Map<String, RuleSet> branches) {
  /**
   * Where a step stands.
   *
   * @param step the step
   * @param loops the ids of the for-each steps around it, the outermost first
   */
  record Place(Step step, List<String> loops) {}

  /** The case that holds first; refused if that takes too much work to say. */
  OptionalInt choose(String branch, Facts facts, Instant now) {
    RuleSet cases = branches.get(branch);
    if (cases == null) {
      return OptionalInt.empty();
    }
    try {
      return cases.matching(facts, now).stream()
          .mapToInt(rule -> Integer.parseInt(rule.id()))
          .findFirst();
    } catch (EffortExceeded e) {
      throw new StepRefused(e.code(), "no case was chosen: " + e.getMessage());
    }
  }
}
