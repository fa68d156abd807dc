package dev.atom.rules;

import java.util.List;

/**
 * What the rules say about one snapshot of facts: which fired, and what is to be done. Nothing has
 * been done yet. Immutable and thread-safe.
 */
public final class Decision {
  private final List<Rule> fired;
  private final Evaluation evaluation;

  Decision(List<Rule> fired, Evaluation evaluation) {
    this.fired = List.copyOf(fired);
    this.evaluation = evaluation;
  }

  /**
   * Returns the rules that fired.
   *
   * @return by priority, the higher first, then by their place in the document
   */
  public List<Rule> fired() {
    return fired;
  }

  /**
   * Returns what is to be done.
   *
   * @return the actions of the rules that fired, in their order
   */
  public List<Planned> actions() {
    return fired.stream()
        .flatMap(rule -> rule.actions().stream().map(action -> new Planned(rule.id(), action)))
        .toList();
  }

  /**
   * Returns why every rule fired or did not. It is worked out at this call, from the same snapshot;
   * who doesn't ask pays nothing.
   *
   * @return the trace
   */
  public Trace trace() {
    return evaluation.trace();
  }

  /**
   * An action and the rule that asks for it.
   *
   * @param rule the rule's id
   * @param action what is to be done
   */
  public record Planned(String rule, Action action) {}
}
