package dev.atom.providers.openai;

import dev.atom.json.Json;
import dev.atom.json.JsonObjectBuilder;
import dev.atom.model.ChatRequest;
import dev.atom.model.ModelRef;
import dev.atom.model.ResponseFormat;
import dev.atom.model.Tool;
import dev.atom.model.Warning;
import dev.atom.providers.Profile;
import dev.atom.providers.Trait;
import dev.atom.providers.wire.FittedSchema;
import dev.atom.providers.wire.SchemaFitting;
import dev.atom.providers.wire.SchemaRules;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How far a server goes with OpenAI's own habits.
 *
 * @param profile the server as data
 */
record Habits(Profile profile) {
  boolean has(Trait trait) {
    return profile.has(trait);
  }

  private static final Pattern REASONING = Pattern.compile("(?:o[1-9]|gpt-(?:[5-9]|[1-9][0-9])).*");

  /** Tells whether a model is one of OpenAI's that reason; the "chat" variants don't. */
  boolean reasons(ModelRef model) {
    return has(Trait.OPENAI_MODELS)
        && REASONING.matcher(model.name()).matches()
        && !model.name().contains("-chat");
  }

  String systemRole(ModelRef model) {
    return reasons(model) ? "developer" : "system";
  }

  /** Writes temperature and top_p, which models refuse while they reason. */
  void sampling(
      ChatRequest request, ModelRef asked, JsonObjectBuilder body, List<Warning> warnings) {
    boolean refused = reasons(asked) && !request.reasoningEffort().equals(Optional.of("none"));
    put("temperature", request.temperature(), refused, body, warnings);
    put("top_p", request.topP(), refused, body, warnings);
  }

  private static void put(
      String name,
      Optional<Double> value,
      boolean refused,
      JsonObjectBuilder body,
      List<Warning> warnings) {
    if (value.isEmpty()) {
      return;
    }
    if (refused) {
      warnings.add(ignored(name + " was not sent: this model refuses it while it reasons"));
    } else {
      body.put(name, BigDecimal.valueOf(value.get()));
    }
  }

  static Warning ignored(String message) {
    return new Warning("ignored_parameter", message);
  }

  /** The schema of a tool's arguments; OpenAI wants the type even where nothing is expected. */
  static Json.Obj parameters(Tool tool) {
    Json.Obj schema = tool.parameters().document();
    return schema.get("type").isPresent()
        ? schema
        : Json.object()
            .put("type", "object")
            .put("properties", Json.Obj.EMPTY)
            .putAll(schema)
            .build();
  }

  /** The name, the schema as it is accepted, and whether it is enforced. */
  static JsonObjectBuilder schema(ResponseFormat.Schema format, List<Warning> warnings) {
    FittedSchema fitted =
        SchemaFitting.fit(
            format.schema(), format.strict() ? SchemaRules.OPENAI_STRICT : SchemaRules.AS_IS);
    // What strict mode has no words for would come back empty; not enforced, it can be answered.
    fitted
        .impossible()
        .ifPresent(
            what -> warnings.add(SchemaFitting.weakened("strict mode was left out for " + what)));
    boolean strict = format.strict() && fitted.impossible().isEmpty();
    if (strict) {
      warnings.addAll(fitted.warnings());
    }
    return Json.object()
        .put("name", format.name())
        .put("schema", strict ? fitted.document() : format.schema().document())
        .put("strict", strict);
  }
}
