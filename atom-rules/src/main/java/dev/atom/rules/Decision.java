package dev.atom.rules;

import java.math.BigDecimal;
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

  /** This decision with fewer rules. */
  Decision only(List<Rule> rules) {
    return new Decision(rules, evaluation);
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
   * Returns the sum of the scores of a group's rules that fired.
   *
   * @param group a group of the mode {@link GroupMode#SCORE}
   * @return 0 if none fired
   */
  public BigDecimal score(String group) {
    return fired.stream()
        .filter(rule -> rule.group().filter(group::equals).isPresent())
        .map(Rule::score)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
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
