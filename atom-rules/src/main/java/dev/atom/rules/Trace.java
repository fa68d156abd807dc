package dev.atom.rules;

import dev.atom.json.Json;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Why every rule of a set fired or did not.
 *
 * @param rules one trace for each rule, in the order of firing; copied
 */
public record Trace(List<RuleTrace> rules) {
  /** Copies the traces. */
  public Trace {
    rules = List.copyOf(rules);
  }

  /**
   * Returns the trace of a rule.
   *
   * @param id the rule's id
   * @return its trace
   * @throws IllegalArgumentException if the set has no such rule
   */
  public RuleTrace rule(String id) {
    return rules.stream()
        .filter(trace -> trace.rule().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no rule \"" + id + "\""));
  }

  /**
   * Says why a rule fired or did not, for people.
   *
   * @param id the rule's id
   * @return a sentence, and a line for each condition that it rests on
   * @throws IllegalArgumentException if the set has no such rule
   */
  public String explain(String id) {
    return rule(id).toString();
  }

  /**
   * Counts the conditions that met a value of the wrong type.
   *
   * @return 0 or more
   */
  public int wrongTypes() {
    return rules.stream().mapToInt(RuleTrace::wrongTypes).sum();
  }

  /**
   * Returns the trace as JSON.
   *
   * @return an object with the traces in {@code rules}
   */
  public Json.Obj toJson() {
    return Json.object()
        .put("rules", rules.stream().map(RuleTrace::toJson).toList())
        .put("wrongTypes", wrongTypes())
        .build();
  }

  /** What {@link #explain} says of every rule. */
  @Override
  public String toString() {
    return rules.stream().map(RuleTrace::toString).collect(Collectors.joining("\n"));
  }
}
