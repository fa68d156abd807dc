package dev.atom.rules.table;

import dev.atom.json.Json;
import java.util.ArrayList;
import java.util.List;

/** What a table's document holds. */
record TableContent(
    String id,
    Texts texts,
    HitPolicy policy,
    List<Input> inputs,
    List<Output> outputs,
    List<Row> rows) {

  /** What is for people. */
  record Texts(String name, String description) {}

  Json.Obj toJson() {
    var json = Json.object().put("id", id);
    if (!texts.name().isEmpty()) {
      json.put("name", texts.name());
    }
    if (!texts.description().isEmpty()) {
      json.put("description", texts.description());
    }
    return json.put("hitPolicy", policy.jsonName())
        .put("inputs", inputs.stream().map(Input::toJson).toList())
        .put("outputs", outputs.stream().map(Output::toJson).toList())
        .put("rows", rows.stream().map(this::row).toList())
        .build();
  }

  private Json row(Row row) {
    List<Json> when = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      when.add(CellReader.write(row.when().get(i), inputs.get(i).type()));
    }
    var json = Json.object().put("id", row.id()).put("when", when).put("then", row.then());
    if (!row.note().isEmpty()) {
      json.put("note", row.note());
    }
    return json.build();
  }
}
