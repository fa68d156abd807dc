package dev.atom.workflow;

import dev.atom.json.Json;
import dev.atom.rules.jsonlogic.JsonLogic;
import dev.atom.rules.jsonlogic.JsonLogicException;
import dev.atom.rules.jsonlogic.JsonLogicLimits;
import java.util.Optional;

/** JsonLogic within values, {@code {"logic": ...}}: what it is, and what comes of it. */
final class Expressions {
  /** How large one may be and how much work. */
  static final JsonLogicLimits LIMITS = new JsonLogicLimits(500, 50, 1_000, 200_000);

  /** How many may stand in one value. */
  static final int MOST = 100;

  private Expressions() {}

  /** The rule if an object is an expression. */
  static Optional<Json> of(Json.Obj object) {
    return object.members().size() == 1 ? object.get("logic") : Optional.empty();
  }

  static boolean is(Json value) {
    return value instanceof Json.Obj object && of(object).isPresent();
  }

  static Json evaluate(Json rule, Json data) {
    try {
      return Values.bounded(JsonLogic.parse(rule, LIMITS).apply(data));
    } catch (JsonLogicException e) {
      throw new StepRefused("expression_failed", e.type() + ": " + e.getMessage());
    }
  }
}
