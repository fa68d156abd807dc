package dev.atom.rules.table;

import dev.atom.json.Json;
import dev.atom.json.JsonObjectBuilder;
import dev.atom.rules.InvalidRules;
import dev.atom.rules.RuleVocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Builds a {@link DecisionTable}. Defaults: no name, no description, {@link HitPolicy#UNIQUE}. Not
 * thread-safe.
 */
public final class DecisionTableBuilder {
  private final JsonObjectBuilder table = Json.object();
  private final List<Json> inputs = new ArrayList<>();
  private final List<Json> outputs = new ArrayList<>();
  private final List<Json> rows = new ArrayList<>();

  DecisionTableBuilder(String id) {
    table.put("id", id);
  }

  /**
   * Sets the name for people.
   *
   * @param text the name
   * @return this builder
   */
  public DecisionTableBuilder name(String text) {
    table.put("name", text);
    return this;
  }

  /**
   * Says what the table is for.
   *
   * @param text for people
   * @return this builder
   */
  public DecisionTableBuilder description(String text) {
    table.put("description", text);
    return this;
  }

  /**
   * Sets which of the matching rows count.
   *
   * @param policy the policy
   * @return this builder
   */
  public DecisionTableBuilder hitPolicy(HitPolicy policy) {
    table.put("hitPolicy", policy.jsonName());
    return this;
  }

  /**
   * Adds a column of conditions on a fact of any value.
   *
   * @param field the path of the fact
   * @param type the type of the fact
   * @return this builder
   */
  public DecisionTableBuilder input(String field, ColumnType type) {
    return input(field, type, "-");
  }

  /**
   * Adds a column of conditions.
   *
   * @param field the path of the fact
   * @param type the type of the fact
   * @param allowed which values there are, as a cell: {@code "gold, basic"}, {@code ">= 0"}
   * @return this builder
   */
  public DecisionTableBuilder input(String field, ColumnType type, String allowed) {
    return input(
        Json.object()
            .put("field", field)
            .put("type", type.jsonName())
            .put("allowed", allowed)
            .build());
  }

  /**
   * Adds a column of conditions.
   *
   * @param input the column as it stands in a document
   * @return this builder
   */
  public DecisionTableBuilder input(Json.Obj input) {
    inputs.add(input);
    return this;
  }

  /**
   * Adds a column of results without a default.
   *
   * @param name the name in a result
   * @param type the type of its values
   * @param allowed the values there may be, the one that goes before all others first; none for any
   * @return this builder
   */
  public DecisionTableBuilder output(String name, ColumnType type, Object... allowed) {
    return output(name, type, Optional.empty(), allowed);
  }

  /**
   * Adds a column of results.
   *
   * @param name the name in a result
   * @param type the type of its values
   * @param fallback the default
   * @param allowed the values there may be, the one that goes before all others first; none for any
   * @return this builder
   */
  public DecisionTableBuilder output(
      String name, ColumnType type, Optional<Object> fallback, Object... allowed) {
    var output = Json.object().put("name", name).put("type", type.jsonName());
    fallback.ifPresent(value -> output.put("default", Json.from(value)));
    if (allowed.length > 0) {
      output.put("allowed", Arrays.stream(allowed).map(Json::from).toList());
    }
    outputs.add(output.build());
    return this;
  }

  /**
   * Adds a row.
   *
   * @param id names the row in the table
   * @param when the cells, one for each input: text, numbers, truth values, lists or {@link Json}
   * @param then the values, one for each output; {@link Json#NULL} where there is none
   * @return this builder
   */
  public DecisionTableBuilder row(String id, List<?> when, List<?> then) {
    return row(id, when, then, "");
  }

  /**
   * Adds a row with a note.
   *
   * @param id names the row in the table
   * @param when the cells, one for each input: text, numbers, truth values, lists or {@link Json}
   * @param then the values, one for each output; {@link Json#NULL} where there is none
   * @param note for people
   * @return this builder
   */
  public DecisionTableBuilder row(String id, List<?> when, List<?> then, String note) {
    rows.add(
        Json.object()
            .put("id", id)
            .put("when", when.stream().map(Json::from).toList())
            .put("then", then.stream().map(Json::from).toList())
            .put("note", note)
            .build());
    return this;
  }

  /**
   * Returns the table, whose inputs may be any facts.
   *
   * @return the table; it equals the one parsed from its document
   * @throws InvalidRules if something is wrong with the table; says everything at once
   */
  public DecisionTable build() {
    return build(RuleVocabulary.OPEN);
  }

  /**
   * Returns the table, checked against a vocabulary.
   *
   * @param vocabulary the facts that the inputs may be
   * @return the table; it equals the one parsed from its document
   * @throws InvalidRules if something is wrong with the table; says everything at once
   */
  public DecisionTable build(RuleVocabulary vocabulary) {
    Json document = table.put("inputs", inputs).put("outputs", outputs).put("rows", rows).build();
    return DecisionTable.parse(document, vocabulary, TableLimits.DEFAULT);
  }
}
