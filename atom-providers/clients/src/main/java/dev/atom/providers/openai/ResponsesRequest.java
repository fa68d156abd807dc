package dev.atom.providers.openai;

import dev.atom.json.Json;
import dev.atom.json.JsonObjectBuilder;
import dev.atom.model.ChatMessage;
import dev.atom.model.ChatRequest;
import dev.atom.model.ModelRef;
import dev.atom.model.ResponseFormat;
import dev.atom.model.Tool;
import dev.atom.model.ToolChoice;
import dev.atom.model.Warning;
import dev.atom.providers.Trait;
import dev.atom.providers.wire.Dialect;
import dev.atom.providers.wire.Fields;
import java.util.ArrayList;
import java.util.List;

/** Writes one request of OpenAI's Responses. */
final class ResponsesRequest {
  private final Habits habits;
  private final ChatRequest request;
  private final ModelRef asked;
  private final List<Warning> warnings = new ArrayList<>();

  ResponsesRequest(Habits habits, ChatRequest request, ModelRef asked) {
    this.habits = habits;
    this.request = request;
    this.asked = asked;
  }

  Dialect.Body write(boolean streaming) {
    JsonObjectBuilder body = Json.object().put("model", asked.name()).put("input", input());
    // Privacy: nothing stays at the provider, so that reasoning must travel along, encrypted.
    if (habits.has(Trait.STORAGE)) {
      body.put("store", false);
    }
    if (habits.has(Trait.STORAGE) && habits.reasons(asked)) {
      body.put("include", List.of(Json.of("reasoning.encrypted_content")));
    }
    tools(body);
    format(body);
    settings(body);
    body.putAll(request.extra());
    body.put("stream", streaming);
    if (streaming && habits.has(Trait.OBFUSCATION)) {
      Json.Obj options = Fields.object(request.extra(), "stream_options");
      body.put(
          "stream_options",
          Json.object().put("include_obfuscation", false).putAll(options).build());
    }
    return Dialect.Body.of(body.build(), warnings);
  }

  private List<Json> input() {
    boolean stored = request.extra().get("store").equals(java.util.Optional.of(Json.of(true)));
    ResponsesItems items = new ResponsesItems(asked, habits, stored);
    for (ChatMessage message : request.messages()) {
      items.add(message);
    }
    return items.list();
  }

  private void tools(JsonObjectBuilder body) {
    if (!request.tools().isEmpty()) {
      body.put("tools", request.tools().stream().map(ResponsesRequest::tool).toList());
    }
    switch (request.toolChoice()) {
      case ToolChoice.Mode mode -> {
        if (mode != ToolChoice.Mode.AUTO) {
          body.put("tool_choice", mode == ToolChoice.Mode.NONE ? "none" : "required");
        }
      }
      case ToolChoice.Named named ->
          body.put(
              "tool_choice",
              Json.object().put("type", "function").put("name", named.name()).build());
    }
    request.parallelTools().ifPresent(parallel -> body.put("parallel_tool_calls", parallel));
  }

  private static Json tool(Tool tool) {
    return Json.object()
        .put("type", "function")
        .put("name", tool.name())
        .put("description", tool.description())
        .put("parameters", Habits.parameters(tool))
        // The default here is strict, which refuses schemas with optional members.
        .put("strict", tool.strict())
        .build();
  }

  private void format(JsonObjectBuilder body) {
    switch (request.format()) {
      case ResponseFormat.Free free -> {
        if (free == ResponseFormat.Free.JSON) {
          text(body, Json.object().put("type", "json_object").build());
        }
      }
      case ResponseFormat.Schema schema when habits.has(Trait.CHAT_FORMAT) ->
          body.put("response_format", ChatRequestWriter.format(schema, warnings));
      case ResponseFormat.Schema schema ->
          text(
              body,
              Json.object()
                  .put("type", "json_schema")
                  .putAll(Habits.schema(schema, warnings).build())
                  .build());
    }
  }

  private static void text(JsonObjectBuilder body, Json.Obj format) {
    body.put("text", Json.object().put("format", format).build());
  }

  private void settings(JsonObjectBuilder body) {
    request.maxOutputTokens().ifPresent(tokens -> body.put("max_output_tokens", tokens));
    habits.sampling(request, asked, body, warnings);
    if (!request.stop().isEmpty()) {
      warnings.add(Habits.ignored("stop was not sent: Responses have no stop sequences"));
    }
    Habits.uncounted(request, warnings);
    if (habits.has(Trait.CACHE_KEY)) {
      body.put("prompt_cache_key", request.cacheKey());
    }
    JsonObjectBuilder reasoning = Json.object().put("effort", request.reasoningEffort());
    if (request.reasoningShown()) {
      reasoning.put("summary", "auto");
    }
    if (!reasoning.build().members().isEmpty()) {
      body.put("reasoning", reasoning.build());
    }
  }
}
