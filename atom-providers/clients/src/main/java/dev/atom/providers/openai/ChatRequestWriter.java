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

/** Writes one request of OpenAI's chat completions. */
final class ChatRequestWriter {
  private final Habits habits;
  private final ChatRequest request;
  private final ModelRef asked;
  private final List<Warning> warnings = new ArrayList<>();

  ChatRequestWriter(Habits habits, ChatRequest request, ModelRef asked) {
    this.habits = habits;
    this.request = request;
    this.asked = asked;
  }

  Dialect.Body write(boolean streaming) {
    ChatMessages messages = new ChatMessages(asked, habits);
    for (ChatMessage message : request.messages()) {
      messages.add(message);
    }
    if (habits.has(Trait.SCHEMA_IN_PROMPT)) {
      SchemaPrompt.of(request).ifPresent(messages::instruct);
    }
    JsonObjectBuilder body =
        Json.object().put("model", asked.name()).put("messages", messages.list());
    tools(body);
    format(body);
    settings(body);
    body.putAll(request.extra());
    body.put("stream", streaming);
    if (streaming && habits.has(Trait.STREAM_USAGE)) {
      body.put("stream_options", streamOptions());
    }
    return Dialect.Body.of(body.build(), warnings);
  }

  private Json.Obj streamOptions() {
    JsonObjectBuilder options = Json.object().put("include_usage", true);
    if (habits.has(Trait.OBFUSCATION)) {
      options.put("include_obfuscation", false);
    }
    return options.putAll(Fields.object(request.extra(), "stream_options")).build();
  }

  private void tools(JsonObjectBuilder body) {
    if (!request.tools().isEmpty()) {
      body.put("tools", request.tools().stream().map(ChatRequestWriter::tool).toList());
    }
    switch (request.toolChoice()) {
      case ToolChoice.Mode mode -> {
        String forced = habits.has(Trait.ANY_FORCES_TOOLS) ? "any" : "required";
        if (mode != ToolChoice.Mode.AUTO) {
          body.put("tool_choice", mode == ToolChoice.Mode.NONE ? "none" : forced);
        }
      }
      case ToolChoice.Named named ->
          body.put("tool_choice", function(Json.object().put("name", named.name())));
    }
    request.parallelTools().ifPresent(parallel -> body.put("parallel_tool_calls", parallel));
  }

  private static Json tool(Tool tool) {
    JsonObjectBuilder function =
        Json.object()
            .put("name", tool.name())
            .put("description", tool.description())
            .put("parameters", Habits.parameters(tool));
    if (tool.strict()) {
      function.put("strict", true);
    }
    return function(function);
  }

  private static Json function(JsonObjectBuilder function) {
    return Json.object().put("type", "function").put("function", function.build()).build();
  }

  private void format(JsonObjectBuilder body) {
    switch (request.format()) {
      case ResponseFormat.Free free -> {
        if (free == ResponseFormat.Free.JSON) {
          body.put("response_format", Json.object().put("type", "json_object").build());
        }
      }
      case ResponseFormat.Schema schema when habits.has(Trait.SCHEMA_IN_PROMPT) -> {
        body.put("response_format", Json.object().put("type", "json_object").build());
        String how = "the server knows no schemas: it was asked for in words, check the reply";
        warnings.add(new Warning("schema_in_prompt", how));
      }
      case ResponseFormat.Schema schema -> body.put("response_format", format(schema, warnings));
    }
  }

  static Json.Obj format(ResponseFormat.Schema schema, List<Warning> warnings) {
    Json.Obj described = Habits.schema(schema, warnings).build();
    return Json.object().put("type", "json_schema").put("json_schema", described).build();
  }

  private void settings(JsonObjectBuilder body) {
    String limit = habits.has(Trait.COMPLETION_LIMIT) ? "max_completion_tokens" : "max_tokens";
    request.maxOutputTokens().ifPresent(tokens -> body.put(limit, tokens));
    habits.sampling(request, asked, body, warnings);
    if (!request.stop().isEmpty()) {
      if (habits.reasons(asked)) {
        warnings.add(Habits.ignored("stop was not sent: models that reason refuse it"));
      } else {
        body.put("stop", request.stop().stream().map(Json::of).toList());
      }
    }
    habits.reasoning(request, asked, body, warnings);
    if (habits.has(Trait.CACHE_KEY)) {
      body.put("prompt_cache_key", request.cacheKey());
    }
  }
}
