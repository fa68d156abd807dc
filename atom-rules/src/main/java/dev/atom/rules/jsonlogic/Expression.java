package dev.atom.rules.jsonlogic;

import dev.atom.json.Json;

/** A compiled rule or part of one. Immutable; what an evaluation changes is in its frame. */
@FunctionalInterface
interface Expression {
  Json evaluate(Frame frame);

  default boolean test(Frame frame) {
    return Coercion.truthy(evaluate(frame));
  }

  /** NaN for what is no number. */
  default double number(Frame frame) {
    return Coercion.toDouble(evaluate(frame));
  }

  /** An expression that is true or false. */
  interface Test extends Expression {
    @Override
    boolean test(Frame frame);

    @Override
    default Json evaluate(Frame frame) {
      return Json.of(test(frame));
    }
  }

  /** A value that stands in the rule. */
  record Constant(Json value) implements Expression {
    @Override
    public Json evaluate(Frame frame) {
      return value;
    }
  }
}
