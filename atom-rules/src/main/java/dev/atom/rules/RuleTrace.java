package dev.atom.rules;

import dev.atom.json.Json;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Why a rule fired or did not.
 *
 * @param rule the rule's id
 * @param outcome what became of the rule
 * @param checks every condition of the rule that is not made of others, in its order; copied
 * @param reasons those of the conditions that the outcome rests on: of a rule that does not match,
 *     the conditions that are not as they would have to be; copied
 */
public record RuleTrace(String rule, Outcome outcome, List<Check> checks, List<Check> reasons) {
  /** Copies the lists. */
  public RuleTrace {
    Objects.requireNonNull(rule, "rule");
    Objects.requireNonNull(outcome, "outcome");
    checks = List.copyOf(checks);
    reasons = List.copyOf(reasons);
  }

  /** What became of a rule. */
  public sealed interface Outcome {}

  /** The rule matched, and its actions are in the decision. */
  public record Fired() implements Outcome {}

  /** The rule's condition is false. */
  public record NotMatched() implements Outcome {}

  /** The rule is switched off; its condition was looked at for the trace only. */
  public record Disabled() implements Outcome {}

  /**
   * The rule matched, but one that fired before it said stop. A rule that hangs on an external fact
   * is then not asked for it, and may not have matched.
   *
   * @param by the id of that rule
   */
  public record Stopped(String by) implements Outcome {}

  /**
   * The rule matched, but another of its group had fired, and only the first of the group does. A
   * rule that hangs on an external fact is then not asked for it, and may not have matched.
   *
   * @param by the id of the other rule
   */
  public record GroupTaken(String by) implements Outcome {}

  /**
   * Telling why would be more work than {@link RuleLimits#effort} allows an evaluation, because a
   * trace looks at every item and every condition; so there are no checks.
   *
   * @param fired whether the rule's actions are in the decision, which is not in doubt
   * @param condition the condition that is too much work
   */
  public record Unexplained(boolean fired, String condition) implements Outcome {}

  /**
   * Tells whether the rule's actions are in the decision.
   *
   * @return true if it fired
   */
  public boolean fired() {
    return outcome instanceof Fired || (outcome instanceof Unexplained(var fired, var at) && fired);
  }

  /**
   * Counts the conditions that met a value of the wrong type: mostly a mistake in the rule or the
   * facts.
   *
   * @return 0 or more
   */
  public int wrongTypes() {
    return checks.stream().mapToInt(Check::wrongTypes).sum();
  }

  /**
   * Returns the trace as JSON.
   *
   * @return an object
   */
  public Json.Obj toJson() {
    var json = Json.object().put("rule", rule);
    switch (outcome) {
      case Fired fired -> json.put("outcome", "fired");
      case NotMatched notMatched -> json.put("outcome", "notMatched");
      case Disabled disabled -> json.put("outcome", "disabled");
      case Stopped stopped -> json.put("outcome", "stopped").put("by", stopped.by());
      case GroupTaken taken -> json.put("outcome", "groupTaken").put("by", taken.by());
      case Unexplained open ->
          json.put("outcome", "unexplained")
              .put("fired", open.fired())
              .put("condition", open.condition());
    }
    return json.put("wrongTypes", wrongTypes())
        .put("reasons", reasons.stream().map(check -> Json.of(check.id())).toList())
        .put("checks", checks.stream().map(Check::toJson).toList())
        .build();
  }

  /** A sentence about the outcome, and a line for each reason. */
  @Override
  public String toString() {
    String lines =
        reasons.stream().map(check -> "\n  " + reason(check)).collect(Collectors.joining());
    return "rule \"" + rule + "\" " + sentence() + lines;
  }

  private String sentence() {
    return switch (outcome) {
      case Fired fired -> reasons.isEmpty() ? "fired: it has no conditions" : "fired:";
      case NotMatched notMatched -> "did not fire:";
      case Disabled disabled -> "did not fire: it is disabled; its conditions:";
      case Stopped stopped ->
          matchedBut() + "did not fire: rule \"" + stopped.by() + "\" said stop before it";
      case GroupTaken taken ->
          matchedBut() + "did not fire: rule \"" + taken.by() + "\" fired for the group";
      case Unexplained open ->
          (open.fired() ? "fired" : "did not fire")
              + "; to tell why is too much work: condition \""
              + open.condition()
              + "\"";
    };
  }

  /** Whether it matched is not known where what it hangs on was not asked. */
  private String matchedBut() {
    boolean open =
        reasons.isEmpty() && checks.stream().anyMatch(c -> c.finding() == Finding.NOT_ASKED);
    return open ? "" : "matched, but ";
  }

  private String reason(Check check) {
    if (outcome instanceof Disabled) {
      return check + (check.holds() ? " (holds)" : " (does not hold)");
    }
    boolean wanted = check.holds() == matched();
    return wanted ? check.toString() : check + " (must not hold)";
  }

  private boolean matched() {
    return !(outcome instanceof NotMatched);
  }
}
