package dev.atom.rules.jsonlogic;

import dev.atom.json.Json;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Compares each value with the next one. Numbers compare by value, texts by code point; texts and
 * numbers meet as numbers, and what is none can't be compared.
 */
record Comparison(Relation relation, List<Expression> values, Place place)
    implements Expression.Test {

  /** How two values may stand to each other. */
  enum Relation {
    EQUAL("=="),
    NOT_EQUAL("!="),
    SAME("==="),
    NOT_SAME("!=="),
    LESS("<"),
    LESS_OR_EQUAL("<="),
    GREATER(">"),
    GREATER_OR_EQUAL(">=");

    /** How relations are written. */
    static final Set<String> OPERATORS =
        Arrays.stream(values())
            .map(relation -> relation.operator)
            .collect(Collectors.toUnmodifiableSet());

    private final String operator;

    Relation(String operator) {
      this.operator = operator;
    }

    static Relation of(String operator) {
      for (Relation relation : values()) {
        if (relation.operator.equals(operator)) {
          return relation;
        }
      }
      throw new IllegalArgumentException(operator);
    }

    boolean negative() {
      return this == NOT_EQUAL || this == NOT_SAME;
    }

    private boolean equality() {
      return this == EQUAL || this == NOT_EQUAL;
    }

    private boolean admits(int order) {
      return switch (this) {
        case EQUAL, SAME -> order == 0;
        case NOT_EQUAL, NOT_SAME -> order != 0;
        case LESS -> order < 0;
        case LESS_OR_EQUAL -> order <= 0;
        case GREATER -> order > 0;
        case GREATER_OR_EQUAL -> order >= 0;
      };
    }

    /** The same with the sides exchanged. */
    Relation mirrored() {
      return switch (this) {
        case LESS -> GREATER;
        case LESS_OR_EQUAL -> GREATER_OR_EQUAL;
        case GREATER -> LESS;
        case GREATER_OR_EQUAL -> LESS_OR_EQUAL;
        case EQUAL, SAME, NOT_EQUAL, NOT_SAME -> this;
      };
    }

    boolean holds(Json a, Json b, Frame frame, Place place) {
      if (this == SAME || this == NOT_SAME) {
        return frame.same(a, b) == (this == SAME);
      }
      if (a instanceof Json.Str x && b instanceof Json.Str y) {
        frame.charge(Math.min(x.value().length(), y.value().length()) >>> 6);
        return equality()
            ? x.value().equals(y.value()) == (this == EQUAL)
            : admits(Texts.compare(x.value(), y.value()));
      }
      if (equality() && (nothingAndNoScalar(a, b) || nothingAndNoScalar(b, a))) {
        return this == NOT_EQUAL;
      }
      BigDecimal x = Coercion.toNumber(a);
      BigDecimal y = Coercion.toNumber(b);
      if (x == null || y == null) {
        throw Failure.nan(place);
      }
      return admits(x.compareTo(y));
    }

    /** In JavaScript, null equals no text, list or object, and that is no error. */
    private static boolean nothingAndNoScalar(Json nothing, Json other) {
      return nothing instanceof Json.Null
          && (other instanceof Json.Str || other instanceof Json.Arr || other instanceof Json.Obj);
    }
  }

  @Override
  public boolean test(Frame frame) {
    try {
      Json left = values.get(0).evaluate(frame);
      for (int i = 1; i < values.size(); i++) {
        Json right = values.get(i).evaluate(frame);
        if (!relation.holds(left, right, frame, place)) {
          return false;
        }
        left = right;
      }
      return true;
    } catch (Failure e) {
      return frame.tolerate(e, relation.negative());
    }
  }
}
