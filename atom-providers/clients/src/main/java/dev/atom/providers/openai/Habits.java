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
import dev.atom.providers.wire.Fields;
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

  /** Writes how chat completions are to reason; each server has its own words for it. */
  void reasoning(
      ChatRequest request, ModelRef asked, JsonObjectBuilder body, List<Warning> warnings) {
    if (has(Trait.REASONING_OBJECT)) {
      Json.Obj reasoning = reasoningObject(request);
      if (!reasoning.members().isEmpty()) {
        body.put("reasoning", reasoning);
      }
      return;
    }
    boolean off =
        request.reasoningEffort().equals(Optional.of("none"))
            || request.reasoningTokens().equals(Optional.of(0));
    if (has(Trait.THINKING_SWITCH)) {
      thinking(request, asked, off, body, warnings);
    } else {
      body.put("reasoning_effort", request.reasoningEffort());
    }
    if (!off || !has(Trait.THINKING_SWITCH)) {
      uncounted(request, warnings);
    }
    if (request.reasoningShown() && has(Trait.OPENAI_MODELS)) {
      warnings.add(ignored("reasoningShown has no effect: chat completions never show reasoning"));
    }
  }

  private static Json.Obj reasoningObject(ChatRequest request) {
    JsonObjectBuilder reasoning = Json.object().put("effort", request.reasoningEffort());
    request.reasoningTokens().ifPresent(tokens -> reasoning.put("max_tokens", tokens));
    boolean bare = reasoning.build().members().isEmpty();
    if (request.reasoningShown()) {
      reasoning.put(bare ? "enabled" : "exclude", bare);
    }
    return reasoning.build();
  }

  private static void thinking(
      ChatRequest request,
      ModelRef asked,
      boolean off,
      JsonObjectBuilder body,
      List<Warning> warnings) {
    if (off) {
      body.put("thinking", Json.object().put("type", "disabled").build());
      return;
    }
    body.put("reasoning_effort", request.reasoningEffort());
    boolean thinks =
        !asked.name().endsWith("-chat")
            && !Fields.text(Fields.object(request.extra(), "thinking"), "type").equals("disabled");
    if (thinks && (request.temperature().isPresent() || request.topP().isPresent())) {
      warnings.add(ignored("temperature and top_p have no effect while this model thinks"));
    }
  }

  /** Warns of a limit for reasoning where there are only names for its effort. */
  static void uncounted(ChatRequest request, List<Warning> warnings) {
    if (request.reasoningTokens().isPresent()) {
      warnings.add(ignored("reasoningTokens was not sent: name a reasoningEffort here"));
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
