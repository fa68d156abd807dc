package dev.atom.rules.table;

import dev.atom.json.Json;
import dev.atom.rules.Check;
import dev.atom.rules.Condition;
import dev.atom.rules.FieldCondition;
import dev.atom.rules.Operator;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Makes the condition of a cell, whose parts are named after the column. Not thread-safe. */
final class CellConditions {
  private final String field;
  private final ColumnType type;
  private int made;

  CellConditions(String field, ColumnType type) {
    this.field = field;
    this.type = type;
  }

  /** Empty if the cell holds for anything. */
  Optional<Condition> of(UnaryTest test) {
    return test instanceof UnaryTest.Any ? Optional.empty() : Optional.of(condition(test));
  }

  private Condition condition(UnaryTest test) {
    return switch (test) {
      // Reached within a list only: "is missing or is not" holds for anything.
      case UnaryTest.Any any ->
          Condition.any(leaf(Operator.EXISTS, null), Condition.not(leaf(Operator.EXISTS, null)));
      case UnaryTest.Missing missing -> leaf(Operator.IS_NULL, null);
      case UnaryTest.Equal equal -> leaf(Operator.EQ, type.typed(equal.value()));
      case UnaryTest.Range range -> range(range);
      case UnaryTest.OneOf list ->
          values(list)
              .map(values -> (Condition) leaf(Operator.IN, Json.array(values)))
              .orElseGet(
                  () -> new Condition.Any(list.tests().stream().map(this::condition).toList()));
      case UnaryTest.Not not -> Condition.not(condition(not.test()));
      case UnaryTest.Compare compare -> CellReader.condition(compare, field, type, id());
    };
  }

  /** The values of a list that has nothing but values. */
  private Optional<List<Json>> values(UnaryTest.OneOf list) {
    List<Json> values = new ArrayList<>();
    for (UnaryTest test : list.tests()) {
      if (!(test instanceof UnaryTest.Equal equal)
          || equal.value() instanceof Json.Arr
          || equal.value() instanceof Json.Obj) {
        return Optional.empty();
      }
      values.add(type.typed(equal.value()));
    }
    return Optional.of(values);
  }

  private Condition range(UnaryTest.Range range) {
    List<Condition> bounds = new ArrayList<>();
    range
        .low()
        .ifPresent(
            low ->
                bounds.add(
                    leaf(low.included() ? Operator.GTE : Operator.GT, type.typed(low.value()))));
    range
        .high()
        .ifPresent(
            high ->
                bounds.add(
                    leaf(high.included() ? Operator.LTE : Operator.LT, type.typed(high.value()))));
    return bounds.size() == 1 ? bounds.get(0) : new Condition.All(bounds);
  }

  private FieldCondition leaf(Operator operator, @org.jspecify.annotations.Nullable Json value) {
    return Condition.field(field).is(operator, Optional.ofNullable(value)).id(id());
  }

  /** No field has two dots in a row, so that the names of two columns never meet. */
  private String id() {
    made++;
    return made == 1 ? field : field + ".." + made;
  }

  /**
   * Whether the cell holds, from the checks of its conditions in their order; there are none if the
   * whole cell holds for anything.
   */
  boolean holds(UnaryTest test, Iterator<Check> checks) {
    return switch (test) {
      case UnaryTest.Any any -> {
        checks.next();
        checks.next();
        yield true;
      }
      case UnaryTest.Missing missing -> checks.next().holds();
      case UnaryTest.Equal equal -> checks.next().holds();
      case UnaryTest.Compare compare -> checks.next().holds();
      case UnaryTest.Range range -> {
        boolean first = checks.next().holds();
        boolean both = range.low().isEmpty() || range.high().isEmpty() || checks.next().holds();
        yield first && both;
      }
      case UnaryTest.Not not -> !holds(not.test(), checks);
      case UnaryTest.OneOf list -> {
        if (values(list).isPresent()) {
          yield checks.next().holds();
        }
        boolean any = false;
        for (UnaryTest inner : list.tests()) {
          any |= holds(inner, checks);
        }
        yield any;
      }
    };
  }
}
