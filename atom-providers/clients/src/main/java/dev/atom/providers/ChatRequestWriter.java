package dev.atom.providers;

import dev.atom.json.Json;
import dev.atom.json.JsonObjectBuilder;
import dev.atom.model.ChatMessage;
import dev.atom.model.ChatRequest;
import dev.atom.model.ModelRef;
import dev.atom.model.ResponseFormat;
import dev.atom.model.Tool;
import dev.atom.model.ToolChoice;
import dev.atom.model.Warning;
import java.util.ArrayList;
import java.util.List;

/** Writes one request of OpenAI's chat completions. */
final class ChatRequestWriter {
  private final OpenAiProfile profile;
  private final ChatRequest request;
  private final ModelRef asked;
  private final List<Warning> warnings = new ArrayList<>();

  ChatRequestWriter(OpenAiProfile profile, ChatRequest request, ModelRef asked) {
    this.profile = profile;
    this.request = request;
    this.asked = asked;
  }

  Dialect.Body write(boolean streaming) {
    ChatMessages messages = new ChatMessages(asked, profile.systemRole(asked));
    for (ChatMessage message : request.messages()) {
      messages.add(message);
    }
    JsonObjectBuilder body =
        Json.object().put("model", asked.name()).put("messages", messages.list());
    tools(body);
    format(body);
    settings(body);
    body.putAll(request.extra());
    body.put("stream", streaming);
    if (streaming) {
      body.put("stream_options", streamOptions());
    }
    return new Dialect.Body(body.build(), warnings);
  }

  private Json.Obj streamOptions() {
    JsonObjectBuilder options = Json.object().put("include_usage", true);
    if (profile.genuine()) {
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
        if (mode != ToolChoice.Mode.AUTO) {
          body.put("tool_choice", mode == ToolChoice.Mode.NONE ? "none" : "required");
        }
      }
      case ToolChoice.Named named ->
          body.put("tool_choice", function(Json.object().put("name", named.name())));
    }
    request.parallelTools().ifPresent(parallel -> body.put("parallel_tool_calls", parallel));
  }

  private static Json tool(Tool tool) {
    return function(
        Json.object()
            .put("name", tool.name())
            .put("description", tool.description())
            .put("parameters", OpenAiProfile.parameters(tool)));
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
      case ResponseFormat.Schema schema -> {
        Json.Obj described =
            Json.object()
                .put("name", schema.name())
                .put("schema", schema.schema().document())
                .put("strict", schema.strict())
                .build();
        body.put(
            "response_format",
            Json.object().put("type", "json_schema").put("json_schema", described).build());
      }
    }
  }

  private void settings(JsonObjectBuilder body) {
    String limit = profile.genuine() ? "max_completion_tokens" : "max_tokens";
    request.maxOutputTokens().ifPresent(tokens -> body.put(limit, tokens));
    profile.sampling(request, asked, body, warnings);
    if (!request.stop().isEmpty()) {
      if (profile.reasons(asked)) {
        warnings.add(OpenAiProfile.ignored("stop was not sent: models that reason refuse it"));
      } else {
        body.put("stop", request.stop().stream().map(Json::of).toList());
      }
    }
    body.put("reasoning_effort", request.reasoningEffort());
  }
}
