package dev.atom.assistant;

import dev.atom.json.Json;
import dev.atom.json.JsonSchema;
import dev.atom.schema.Delta;
import dev.atom.schema.Delta.Certainty;
import dev.atom.schema.Field;
import dev.atom.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The form in which a model proposes changes of a document:
 *
 * <pre>{@code
 * {"field": "amount", "op": "set", "value": "120",
 *  "evidence": [{"message": "m1", "quote": "120 dollars"}], "certainty": "stated"}
 * }</pre>
 *
 * <p>{@code op} is {@code set}, {@code clear} or {@code confirm}; a value of null never means clear.
 */
public final class DeltaForm {
  private DeltaForm() {}

  /**
   * Reads proposed changes leniently: what has no readable form is left out, the rest is kept.
   *
   * @param changes the list as a model wrote it
   * @return the deltas, in their order
   */
  public static List<Delta> read(Json changes) {
    List<Delta> deltas = new ArrayList<>();
    if (changes instanceof Json.Arr array) {
      for (Json item : array.items()) {
        if (item instanceof Json.Obj object) {
          delta(object).ifPresent(deltas::add);
        }
      }
    }
    return deltas;
  }

  private static Optional<Delta> delta(Json.Obj object) {
    Optional<String> field = object.text("field");
    Optional<Delta.Change> change = change(object);
    if (field.isEmpty() || change.isEmpty()) {
      return Optional.empty();
    }
    Certainty certainty =
        object.text("certainty").equals(Optional.of("implied"))
            ? Certainty.IMPLIED
            : Certainty.STATED;
    List<Delta.Quote> quotes = quotes(object.get("evidence").orElse(Json.NULL));
    return Optional.of(new Delta(field.get(), change.get(), quotes, certainty));
  }

  private static Optional<Delta.Change> change(Json.Obj object) {
    return switch (object.text("op").orElse("set")) {
      case "set" ->
          object.get("value").filter(value -> !value.equals(Json.NULL)).map(Delta.Set::new);
      case "clear" -> Optional.of(new Delta.Clear());
      case "confirm" -> Optional.of(new Delta.Confirm());
      default -> Optional.empty();
    };
  }

  private static List<Delta.Quote> quotes(Json evidence) {
    List<Delta.Quote> quotes = new ArrayList<>();
    if (evidence instanceof Json.Arr array) {
      for (Json item : array.items()) {
        if (item instanceof Json.Obj object) {
          object
              .text("quote")
              .ifPresent(quote -> quotes.add(new Delta.Quote(object.text("message"), quote)));
        }
      }
    }
    return quotes;
  }

  /**
   * Writes a delta in this form.
   *
   * @param delta what is proposed
   * @return its JSON
   */
  public static Json.Obj write(Delta delta) {
    var json = Json.object().put("field", delta.field());
    switch (delta.change()) {
      case Delta.Set set -> json.put("op", "set").put("value", set.value());
      case Delta.Clear clear -> json.put("op", "clear").put("value", Json.NULL);
      case Delta.Confirm confirm -> json.put("op", "confirm").put("value", Json.NULL);
    }
    List<Json.Obj> quotes =
        delta.quotes().stream()
            .map(
                quote ->
                    Json.object()
                        .put("message", quote.message().<Json>map(Json::of).orElse(Json.NULL))
                        .put("quote", quote.text())
                        .build())
            .toList();
    String certainty = delta.certainty() == Certainty.STATED ? "stated" : "implied";
    return json.put("evidence", quotes).put("certainty", certainty).build();
  }

  /**
   * Returns the JSON schema of one proposed change, for a provider that enforces schemas strictly.
   *
   * @param schema the document's schema: its fields are the allowed ones
   * @return an object schema in which every member is required
   */
  public static JsonSchema schema(Schema schema) {
    List<Json> fields = schema.fields().stream().map(Field::name).map(Json::of).toList();
    Json.Obj quote =
        closed(
            Json.object()
                .put("message", nullable("string"))
                .put("quote", Json.object().put("type", "string").build())
                .build());
    Json.Obj properties =
        Json.object()
            .put("field", choice(fields))
            .put("op", choice(List.of(Json.of("set"), Json.of("clear"), Json.of("confirm"))))
            .put("value", nullable("string"))
            .put("evidence", Json.object().put("type", "array").put("items", quote).build())
            .put("certainty", choice(List.of(Json.of("stated"), Json.of("implied"))))
            .build();
    return JsonSchema.of(closed(properties));
  }

  static Json.Obj closed(Json.Obj properties) {
    List<Json> names = properties.members().keySet().stream().map(Json::of).toList();
    return Json.object()
        .put("type", "object")
        .put("properties", properties)
        .put("required", names)
        .put("additionalProperties", false)
        .build();
  }

  private static Json.Obj choice(List<Json> values) {
    return Json.object().put("type", "string").put("enum", values).build();
  }

  private static Json.Obj nullable(String type) {
    return Json.object().put("type", List.of(Json.of(type), Json.of("null"))).build();
  }
}
