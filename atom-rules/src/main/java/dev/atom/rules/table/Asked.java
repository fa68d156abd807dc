package dev.atom.rules.table;

import dev.atom.json.Json;
import dev.atom.rules.Condition;
import dev.atom.rules.Facts;
import dev.atom.rules.Operator;
import dev.atom.rules.Rule;
import dev.atom.rules.RuleSet;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A test that the rule engine is asked about, so that analysis and evaluation agree. */
final class Asked {
  private static final Set<Operator> EQUALITY =
      EnumSet.of(
          Operator.EQ,
          Operator.NE,
          Operator.IN,
          Operator.NOT_IN,
          Operator.IS_NULL,
          Operator.IS_NOT_NULL,
          Operator.EXISTS);
  private static final Set<Operator> ORDER =
      EnumSet.of(
          Operator.LT,
          Operator.LTE,
          Operator.GT,
          Operator.GTE,
          Operator.BETWEEN,
          Operator.NOT_BETWEEN,
          Operator.BEFORE,
          Operator.AFTER);

  /** What looks at the value alone, but tells values apart that it does not name. */
  private static final Set<Operator> SINGLE =
      EnumSet.of(
          Operator.CONTAINS,
          Operator.NOT_CONTAINS,
          Operator.STARTS_WITH,
          Operator.NOT_STARTS_WITH,
          Operator.ENDS_WITH,
          Operator.NOT_ENDS_WITH,
          Operator.IS_EMPTY,
          Operator.IS_NOT_EMPTY,
          Operator.CONTAINS_ANY,
          Operator.CONTAINS_ALL,
          Operator.CONTAINS_NONE,
          Operator.MATCHES);

  private final UnaryTest test;
  private final Input input;
  private final RuleSet rules;

  Asked(UnaryTest test, Input input) {
    this.test = test;
    this.input = input;
    Condition condition =
        new CellConditions(input.field(), input.type()).of(test).orElse(Condition.all());
    this.rules = RuleSet.of(List.of(Rule.newBuilder("cell").when(condition).build()));
  }

  boolean holds(Optional<Json> value) {
    Json.Obj facts = Witness.nested(input.field(), value, Json.Obj.EMPTY);
    return !rules.evaluate(Facts.of(facts), Instant.EPOCH).fired().isEmpty();
  }

  boolean decides(Atom.Form form) {
    return test instanceof UnaryTest.Compare compare
        ? decides(compare, input.type(), form)
        : form == Atom.Form.POINT || form == Atom.Form.MISSING;
  }

  /** Whether one value of such an atom speaks for all. */
  static boolean decides(UnaryTest.Compare compare, ColumnType type, Atom.Form form) {
    Operator operator =
        compare.condition().text("op").flatMap(Operator::named).orElse(Operator.CHANGED);
    boolean looksAtNothingElse =
        literals(compare).stream().noneMatch(value -> value instanceof Json.Obj)
            && (EQUALITY.contains(operator)
                || ORDER.contains(operator)
                || SINGLE.contains(operator));
    boolean plain =
        literals(compare).stream().allMatch(type::admits)
            && !compare.condition().get("ignoreCase").equals(Optional.of(Json.of(true)));
    return looksAtNothingElse
        && switch (form) {
          case POINT, MISSING -> true;
          case OPEN -> plain && (EQUALITY.contains(operator) || ORDER.contains(operator));
          case OTHER -> plain && EQUALITY.contains(operator);
        };
  }

  /** The values that a condition names; another field is one of them, as an object. */
  static List<Json> literals(UnaryTest.Compare compare) {
    Json value = compare.condition().get("value").orElse(Json.array(List.of()));
    List<Json> items = value instanceof Json.Arr list ? list.items() : List.of(value);
    return items.stream().map(Asked::bare).toList();
  }

  private static Json bare(Json value) {
    if (value instanceof Json.Obj object && object.members().size() == 1) {
      return object
          .get("date")
          .or(() -> object.get("time"))
          .or(() -> object.get("instant"))
          .orElse(value);
    }
    return value;
  }
}
