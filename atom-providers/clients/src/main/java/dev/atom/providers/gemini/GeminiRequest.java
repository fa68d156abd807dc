package dev.atom.providers.gemini;

import dev.atom.json.Json;
import dev.atom.json.JsonObjectBuilder;
import dev.atom.model.ChatMessage;
import dev.atom.model.ChatRequest;
import dev.atom.model.ModelRef;
import dev.atom.model.ResponseFormat;
import dev.atom.model.Tool;
import dev.atom.model.ToolChoice;
import dev.atom.model.Warning;
import dev.atom.providers.wire.Dialect;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes one request of {@code generateContent}, whole or streamed. */
final class GeminiRequest {
  private final ChatRequest request;
  private final ModelRef asked;
  private final String base;
  private final List<Warning> warnings = new ArrayList<>();

  GeminiRequest(ChatRequest request, ModelRef asked, String base) {
    this.request = request;
    this.asked = asked;
    this.base = base;
  }

  static Warning ignored(String message) {
    return new Warning("ignored_parameter", message);
  }

  Dialect.Body write() {
    GeminiContents contents = new GeminiContents(asked, base, warnings);
    for (ChatMessage message : request.messages()) {
      contents.add(message);
    }
    JsonObjectBuilder body = Json.object();
    contents.system().ifPresent(system -> body.put("systemInstruction", system));
    body.put("contents", contents.contents());
    tools(body);
    Json.Obj settings = settings();
    if (!settings.members().isEmpty()) {
      body.put("generationConfig", settings);
    }
    return Dialect.Body.of(merged(body.build(), request.extra()), warnings);
  }

  private void tools(JsonObjectBuilder body) {
    if (!request.tools().isEmpty()) {
      List<Json> declared = request.tools().stream().map(this::tool).toList();
      Json.Obj functions = Json.object().put("functionDeclarations", declared).build();
      body.put("tools", List.of(functions));
    }
    calling(request.toolChoice())
        .ifPresent(
            config ->
                body.put("toolConfig", Json.object().put("functionCallingConfig", config).build()));
    if (request.parallelTools().equals(Optional.of(false))) {
      warnings.add(ignored("parallelTools was not sent: Gemini can't be kept from several calls"));
    }
  }

  private Json tool(Tool tool) {
    JsonObjectBuilder declared =
        Json.object().put("name", tool.name()).put("description", tool.description());
    GeminiSchemas.parameters(tool.parameters(), warnings)
        .ifPresent(schema -> declared.put("parametersJsonSchema", schema));
    return declared.build();
  }

  private static Optional<Json.Obj> calling(ToolChoice choice) {
    return switch (choice) {
      case ToolChoice.Named named ->
          Optional.of(
              Json.object()
                  .put("mode", "ANY")
                  .put("allowedFunctionNames", List.of(Json.of(named.name())))
                  .build());
      case ToolChoice.Mode mode ->
          switch (mode) {
            case AUTO -> Optional.empty();
            case NONE -> Optional.of(Json.object().put("mode", "NONE").build());
            case REQUIRED -> Optional.of(Json.object().put("mode", "ANY").build());
          };
    };
  }

  private Json.Obj settings() {
    JsonObjectBuilder settings = Json.object();
    request.temperature().ifPresent(t -> settings.put("temperature", BigDecimal.valueOf(t)));
    request.topP().ifPresent(p -> settings.put("topP", BigDecimal.valueOf(p)));
    request.maxOutputTokens().ifPresent(tokens -> settings.put("maxOutputTokens", tokens));
    if (!request.stop().isEmpty()) {
      settings.put("stopSequences", request.stop().stream().map(Json::of).toList());
    }
    switch (request.format()) {
      case ResponseFormat.Free free -> {
        if (free == ResponseFormat.Free.JSON) {
          settings.put("responseMimeType", "application/json");
        }
      }
      case ResponseFormat.Schema schema ->
          settings
              .put("responseMimeType", "application/json")
              .put("responseJsonSchema", GeminiSchemas.reply(schema.schema(), warnings));
    }
    GeminiThinking.config(request, asked, warnings)
        .ifPresent(config -> settings.put("thinkingConfig", config));
    return settings.build();
  }

  /**
   * Puts the host's members over what was written: objects are merged member by member, so that a
   * seed does not cost the temperature, and Google's own tools stand beside the functions.
   */
  static Json.Obj merged(Json.Obj written, Json.Obj extra) {
    Map<String, Json> members = new LinkedHashMap<>(written.members());
    extra.members().forEach((name, value) -> members.merge(name, value, (a, b) -> one(name, a, b)));
    return new Json.Obj(members);
  }

  private static Json one(String name, Json written, Json extra) {
    if (written instanceof Json.Obj first && extra instanceof Json.Obj second) {
      return merged(first, second);
    }
    if (name.equals("tools") && written instanceof Json.Arr a && extra instanceof Json.Arr b) {
      List<Json> tools = new ArrayList<>(a.items());
      tools.addAll(b.items());
      return Json.array(tools);
    }
    return extra;
  }
}
