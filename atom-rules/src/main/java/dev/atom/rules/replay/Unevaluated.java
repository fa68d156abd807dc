package dev.atom.rules.replay;

import dev.atom.json.Json;
import dev.atom.rules.EffortExceeded;
import java.time.Instant;

/**
 * An event whose evaluation takes more steps than it may, so that nothing was decided.
 *
 * @param event its id
 * @param at its time
 * @param rules which of the rules: {@code before} or {@code after} the change; empty if there is none
 * @param rule the rule that the evaluation was at; empty if a condition was asked on its own
 * @param condition the condition of the rule
 * @param limit how many steps were allowed
 */
public record Unevaluated(
    String event, Instant at, String rules, String rule, String condition, long limit) {
  static Unevaluated of(ReplayEvent event, String rules, EffortExceeded why) {
    return new Unevaluated(event.id(), event.at(), rules, why.rule(), why.condition(), why.limit());
  }

  Json.Obj toJson() {
    return Json.object()
        .put("event", event)
        .put("at", at.toString())
        .put("rules", rules)
        .put("rule", rule)
        .put("condition", condition)
        .put("limit", limit)
        .build();
  }

  /** Such as {@code e7 takes more than 5000000 steps at condition "c1" of rule "r"}. */
  @Override
  public String toString() {
    return event
        + " takes more than "
        + limit
        + " steps at condition \""
        + condition
        + (rule.isEmpty() ? "\"" : "\" of rule \"" + rule + "\"");
  }
}
