package dev.atom.rules.table;

import dev.atom.json.Json;
import dev.atom.rules.Condition;
import dev.atom.rules.FieldCondition;
import dev.atom.rules.InvalidRules;
import dev.atom.rules.InvalidRules.Kind;
import dev.atom.rules.RuleLimits;
import dev.atom.rules.RuleSet;
import dev.atom.rules.RuleVocabulary;
import dev.atom.rules.table.UnaryTest.Bound;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads and writes cells of one column. */
final class CellReader {
  private static final int DEPTH = 5;
  private static final int ITEMS = 1_000;
  private static final Set<String> BOUNDS = Set.of("gt", "gte", "lt", "lte");

  private final String path;
  private final ColumnType type;
  private final Faults faults;

  CellReader(String path, ColumnType type, Faults faults) {
    this.path = path;
    this.type = type;
    this.faults = faults;
  }

  /** Reads a cell; one that can't be read is noted, and is {@code -} for the rest of the reading. */
  UnaryTest read(Json cell, String row, String at) {
    try {
      return read(cell, 1);
    } catch (CellText.BadCell e) {
      Kind kind =
          String.valueOf(e.getMessage()).startsWith("at most ")
              ? Kind.LIMIT_EXCEEDED
              : Kind.WRONG_FORM;
      faults.add(row, at, kind, "the cell of \"" + path + "\": " + e.getMessage());
      return new UnaryTest.Any();
    }
  }

  private UnaryTest read(Json cell, int depth) throws CellText.BadCell {
    if (depth > DEPTH) {
      throw new CellText.BadCell("at most " + DEPTH + " levels of lists and negations");
    }
    UnaryTest test =
        switch (cell) {
          case Json.Str s -> CellText.parse(s.value(), type);
          case Json.Num n -> new UnaryTest.Equal(typed(n));
          case Json.Bool b -> new UnaryTest.Equal(typed(b));
          case Json.Arr list -> list(list.items(), depth);
          case Json.Obj object -> object(object, depth);
          case Json.Null n ->
              throw new CellText.BadCell("write \"-\" for any value, \"null\" for none");
        };
    if (test instanceof UnaryTest.OneOf list && list.tests().size() > ITEMS) {
      throw new CellText.BadCell("at most " + ITEMS + " values, not " + list.tests().size());
    }
    return test;
  }

  private UnaryTest list(List<Json> items, int depth) throws CellText.BadCell {
    if (items.isEmpty() || items.size() > ITEMS) {
      throw new CellText.BadCell("at most " + ITEMS + " values and at least 1");
    }
    List<UnaryTest> tests = new ArrayList<>();
    for (Json item : items) {
      tests.add(read(item, depth + 1));
    }
    return tests.size() == 1 ? tests.get(0) : new UnaryTest.OneOf(tests);
  }

  private UnaryTest object(Json.Obj object, int depth) throws CellText.BadCell {
    Set<String> members = object.members().keySet();
    if (members.equals(Set.of("not"))) {
      return new UnaryTest.Not(read(object.get("not").orElseThrow(), depth + 1));
    }
    if (members.equals(Set.of("eq"))) {
      return new UnaryTest.Equal(typed(object.get("eq").orElseThrow()));
    }
    if (members.contains("op")) {
      return compare(object);
    }
    if (members.isEmpty() || !BOUNDS.containsAll(members)) {
      throw new CellText.BadCell(
          "an object is {\"eq\": …}, {\"not\": …}, {\"gte\": …, \"lt\": …} or {\"op\": …,"
              + " \"value\": …}");
    }
    return new UnaryTest.Range(bound(object, "gt"), bound(object, "lt"));
  }

  private Optional<Bound> bound(Json.Obj object, String name) throws CellText.BadCell {
    Optional<Json> open = object.get(name);
    Optional<Json> closed = object.get(name + "e");
    if (open.isPresent() && closed.isPresent()) {
      throw new CellText.BadCell("either \"" + name + "\" or \"" + name + "e\"");
    }
    if (!type.ordered() && type != ColumnType.TEXT) {
      throw new CellText.BadCell("a column of type " + type.jsonName() + " has no order");
    }
    Optional<Json> value = open.or(() -> closed);
    return value.isEmpty()
        ? Optional.empty()
        : Optional.of(new Bound(typed(value.get()), closed.isPresent()));
  }

  private Json typed(Json value) throws CellText.BadCell {
    if (!type.admits(value)) {
      throw new CellText.BadCell("the value is none of type " + type.jsonName());
    }
    return value;
  }

  private UnaryTest compare(Json.Obj object) throws CellText.BadCell {
    if (object.get("field").isPresent() || object.get("id").isPresent()) {
      throw new CellText.BadCell("the field is the column's; \"field\" and \"id\" are not given");
    }
    if (object
        .get("value")
        .filter(value -> value instanceof Json.Num n && !ColumnType.small(n.value()))
        .isPresent()) {
      throw new CellText.BadCell("the number has too many digits");
    }
    UnaryTest.Compare compare = new UnaryTest.Compare(object);
    try {
      condition(compare, path, type, "cell");
      return compare;
    } catch (InvalidRules e) {
      throw new CellText.BadCell(e.problems().get(0).message());
    }
  }

  /**
   * The condition on the column's field.
   *
   * @throws InvalidRules if it is none
   */
  static FieldCondition condition(
      UnaryTest.Compare compare, String path, ColumnType type, String id) {
    Json.Obj leaf = compare.condition();
    Json.Obj typed =
        leaf.get("value")
            .map(value -> leaf.toBuilder().put("value", typed(value, leaf, type)).build())
            .orElse(leaf);
    Json rule =
        Json.object()
            .put("id", "table")
            .put("when", typed.toBuilder().put("id", id).put("field", path).build())
            .put("then", List.of())
            .build();
    RuleSet rules =
        RuleSet.parse(Json.array(List.of(rule)), RuleVocabulary.OPEN, RuleLimits.DEFAULT);
    Condition condition = rules.rules().get(0).condition();
    if (condition instanceof FieldCondition field) {
      return field;
    }
    throw new InvalidRules(
        List.of(
            new InvalidRules.Problem(
                "", "", Kind.WRONG_FORM, "a cell tests the column's value alone")));
  }

  private static Json typed(Json value, Json.Obj leaf, ColumnType type) {
    boolean duration = leaf.text("op").filter(op -> op.endsWith("Than")).isPresent();
    if (duration) {
      return value;
    }
    return value instanceof Json.Arr list
        ? Json.array(list.items().stream().map(item -> moment(item, type)).toList())
        : moment(value, type);
  }

  /** Text that is a moment of the column's type; other text is left for the engine to judge. */
  private static Json moment(Json value, ColumnType type) {
    return type.temporal() && type.admits(value) ? type.typed(value) : value;
  }

  static Json write(UnaryTest test, ColumnType type) {
    Optional<String> compact = type == ColumnType.ANY ? Optional.empty() : CellText.write(test);
    return switch (test) {
      case UnaryTest.Any any -> Json.of("-");
      case UnaryTest.Missing missing -> Json.of("null");
      case UnaryTest.Equal equal ->
          equal.value() instanceof Json.Num || equal.value() instanceof Json.Bool
              ? equal.value()
              : compact
                  .map(Json::of)
                  .orElseGet(() -> Json.object().put("eq", equal.value()).build());
      case UnaryTest.Range range -> compact.map(Json::of).orElseGet(() -> bounds(range));
      case UnaryTest.OneOf list ->
          compact
              .map(Json::of)
              .orElseGet(() -> Json.array(list.tests().stream().map(t -> write(t, type)).toList()));
      case UnaryTest.Not not ->
          compact
              .map(Json::of)
              .orElseGet(() -> Json.object().put("not", write(not.test(), type)).build());
      case UnaryTest.Compare compare -> compare.condition();
    };
  }

  private static Json bounds(UnaryTest.Range range) {
    var json = Json.object();
    range.low().ifPresent(low -> json.put(low.included() ? "gte" : "gt", low.value()));
    range.high().ifPresent(high -> json.put(high.included() ? "lte" : "lt", high.value()));
    return json.build();
  }
}
