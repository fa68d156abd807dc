package dev.atom.rules.table;

import dev.atom.json.Json;
import dev.atom.json.JsonSchema;
import dev.atom.rules.FactType;
import dev.atom.rules.InvalidRules.Kind;
import dev.atom.rules.RuleVocabulary;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a table's document, of which the schema has seen the form but for the cells. */
final class TableReader {
  private static final JsonSchema FORM = Faults.schema("decision-table.schema.json", "cell");

  private final RuleVocabulary vocabulary;
  private final TableLimits limits;
  private final Faults faults = new Faults();

  TableReader(RuleVocabulary vocabulary, TableLimits limits) {
    this.vocabulary = vocabulary;
    this.limits = limits;
  }

  TableContent read(Json document) {
    sizes(document);
    faults.throwIfAny();
    faults.form(document, FORM);
    Json.Obj table = (Json.Obj) document;
    List<Input> inputs = new ArrayList<>();
    for (Json.Obj input : objects(table, "inputs")) {
      inputs.add(input(input, "/inputs/" + inputs.size()));
    }
    List<Output> outputs = new ArrayList<>();
    for (Json.Obj output : objects(table, "outputs")) {
      outputs.add(output(output, "/outputs/" + outputs.size()));
    }
    HitPolicy policy = HitPolicy.named(table.text("hitPolicy").orElse("unique"));
    names(inputs, outputs);
    policy(policy, outputs);
    List<Row> rows = rows(objects(table, "rows"), inputs, outputs);
    faults.throwIfAny();
    var texts =
        new TableContent.Texts(table.text("name").orElse(""), table.text("description").orElse(""));
    String id = table.text("id").orElseThrow();
    return new TableContent(
        id, texts, policy, List.copyOf(inputs), List.copyOf(outputs), List.copyOf(rows));
  }

  private static List<Json.Obj> objects(Json.Obj of, String member) {
    return ((Json.Arr) of.get(member).orElseThrow())
        .items().stream().map(item -> (Json.Obj) item).toList();
  }

  /** Before anything else, so that no time is spent on what is too large. */
  private void sizes(Json document) {
    size(document, "rows", limits.rows());
    size(document, "inputs", limits.columns());
    size(document, "outputs", limits.columns());
  }

  private void size(Json document, String member, int most) {
    if (document instanceof Json.Obj table
        && table.get(member).orElse(Json.NULL) instanceof Json.Arr list
        && list.items().size() > most) {
      String message = "the table has " + list.items().size() + " " + member + "; at most " + most;
      faults.add("", "/" + member, Kind.LIMIT_EXCEEDED, message);
    }
  }

  private Input input(Json.Obj json, String at) {
    String field = json.text("field").orElseThrow();
    ColumnType type = ColumnType.named(json.text("type").orElseThrow());
    UnaryTest allowed =
        json.get("allowed")
            .map(cell -> new CellReader(field, type, faults).read(cell, "", at + "/allowed"))
            .orElse(new UnaryTest.Any());
    Optional<FactType> fact = vocabulary.type(field);
    if (!path(field)) {
      String message = "\"" + field + "\" is no path; use names and dots";
      faults.add("", at + "/field", Kind.WRONG_FORM, message);
    } else if (field.startsWith("@")) {
      String message = "an input is a fact; names that begin with @ have a meaning of their own";
      faults.add("", at + "/field", Kind.WRONG_FORM, message);
    } else if (fact.isEmpty()) {
      faults.add("", at + "/field", Kind.UNKNOWN_FIELD, "there is no field \"" + field + "\"");
    } else if (fact.get() != FactType.ANY
        && type != ColumnType.ANY
        && fact.get() != type.factType()) {
      String message =
          "the field \"" + field + "\" is of type " + fact.get() + ", not " + type.factType();
      faults.add("", at + "/type", Kind.WRONG_TYPE, message);
    }
    boolean optional = Json.of(true).equals(json.get("optional").orElse(Json.NULL));
    return new Input(field, json.text("label").orElse(field), type, allowed, optional);
  }

  private static boolean path(String field) {
    try {
      RuleVocabulary.newBuilder().fact(field, FactType.ANY);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private Output output(Json.Obj json, String at) {
    String name = json.text("name").orElseThrow();
    ColumnType type = ColumnType.named(json.text("type").orElseThrow());
    List<Json> allowed =
        json.get("allowed").orElse(Json.NULL) instanceof Json.Arr list ? list.items() : List.of();
    Output output =
        new Output(name, json.text("label").orElse(name), type, allowed, json.get("default"));
    if (new HashSet<>(allowed).size() < allowed.size()) {
      faults.add("", at + "/allowed", Kind.WRONG_FORM, "a value is allowed twice");
    }
    for (Json value : allowed) {
      value(output, value, "", at + "/allowed");
    }
    json.get("default").ifPresent(value -> value(output, value, "", at + "/default"));
    return output;
  }

  private void value(Output output, Json value, String row, String at) {
    if (!output.type().admits(value)) {
      String message =
          "the value of \"" + output.name() + "\" is none of type " + output.type().jsonName();
      faults.add(row, at, Kind.WRONG_TYPE, message);
    } else if (!output.allowed().isEmpty() && !output.allowed().contains(value)) {
      String message = "the value of \"" + output.name() + "\" is none of those allowed";
      faults.add(row, at, Kind.UNKNOWN_CHOICE, message);
    }
  }

  /** Names are unique, and no input lies within another, which would make the two depend. */
  private void names(List<Input> inputs, List<Output> outputs) {
    for (int i = 0; i < inputs.size(); i++) {
      String field = inputs.get(i).field();
      for (int j = 0; j < inputs.size(); j++) {
        String other = inputs.get(j).field();
        if (field.startsWith(other + ".") || (j < i && field.equals(other))) {
          String message = "the field \"" + field + "\" has a column already: \"" + other + "\"";
          faults.add("", "/inputs/" + i + "/field", Kind.DUPLICATE_ID, message);
        }
      }
    }
    Set<String> names = new HashSet<>();
    for (int i = 0; i < outputs.size(); i++) {
      if (!names.add(outputs.get(i).name())) {
        String message = "two outputs have the name \"" + outputs.get(i).name() + "\"";
        faults.add("", "/outputs/" + i + "/name", Kind.DUPLICATE_ID, message);
      }
    }
  }

  private void policy(HitPolicy policy, List<Output> outputs) {
    if (policy.byOutputs() && outputs.stream().allMatch(output -> output.allowed().isEmpty())) {
      String message =
          "the hit policy " + policy.jsonName() + " needs an output with \"allowed\" in its order";
      faults.add("", "/hitPolicy", Kind.WRONG_FORM, message);
    }
    policy
        .aggregation()
        .ifPresent(
            aggregation -> {
              boolean numbers = outputs.get(0).type().factType() == FactType.NUMBER;
              if (outputs.size() > 1 || (!numbers && aggregation != HitPolicy.Aggregation.COUNT)) {
                String message =
                    "the hit policy " + policy.jsonName() + " needs exactly one output, a number";
                faults.add("", "/hitPolicy", Kind.WRONG_FORM, message);
              }
            });
  }

  private List<Row> rows(List<Json.Obj> items, List<Input> inputs, List<Output> outputs) {
    List<CellReader> readers =
        inputs.stream().map(in -> new CellReader(in.field(), in.type(), faults)).toList();
    List<Set<Json>> choices =
        inputs.stream().map(in -> (Set<Json>) new HashSet<>(Input.values(in.allowed()))).toList();
    Map<String, Integer> ids = new HashMap<>();
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      String at = "/rows/" + i;
      Json.Obj item = items.get(i);
      String id = item.text("id").orElse("r" + (i + 1));
      Integer same = ids.put(id, i);
      if (same != null) {
        faults.add(id, at + "/id", Kind.DUPLICATE_ID, "the row /rows/" + same + " has the same id");
      }
      List<Json> cells = cells(item, "when", inputs.size(), id, at);
      List<Json> values = cells(item, "then", outputs.size(), id, at);
      List<UnaryTest> when = new ArrayList<>();
      for (int c = 0; c < cells.size(); c++) {
        String path = at + "/when/" + c;
        UnaryTest test = readers.get(c).read(cells.get(c), id, path);
        choice(test, choices.get(c), id, path);
        when.add(test);
      }
      for (int c = 0; c < values.size(); c++) {
        if (!(values.get(c) instanceof Json.Null)) {
          value(outputs.get(c), values.get(c), id, at + "/then/" + c);
        }
      }
      rows.add(new Row(id, when, values, item.text("note").orElse("")));
    }
    return rows;
  }

  private List<Json> cells(Json.Obj row, String member, int wanted, String id, String at) {
    List<Json> items = ((Json.Arr) row.get(member).orElseThrow()).items();
    if (items.size() != wanted) {
      String message =
          "the row has "
              + items.size()
              + " in \""
              + member
              + "\", the table "
              + wanted
              + " columns";
      faults.add(id, at + "/" + member, Kind.WRONG_FORM, message);
      return List.of();
    }
    return items;
  }

  private void choice(UnaryTest test, Set<Json> choices, String row, String at) {
    switch (test) {
      case UnaryTest.Equal equal -> {
        if (!choices.isEmpty() && !choices.contains(equal.value())) {
          String message = shown(equal.value()) + " is none of the values that are allowed";
          faults.add(row, at, Kind.UNKNOWN_CHOICE, message);
        }
      }
      case UnaryTest.OneOf list -> list.tests().forEach(t -> choice(t, choices, row, at));
      case UnaryTest.Not not -> choice(not.test(), choices, row, at);
      case UnaryTest.Any any -> {}
      case UnaryTest.Missing missing -> {}
      case UnaryTest.Range range -> {}
      case UnaryTest.Compare compare -> {}
    }
  }

  private static String shown(Json value) {
    String text = value.toString();
    return text.length() > 80 ? text.substring(0, 79) + "…" : text;
  }
}
