package dev.atom.providers.ollama;

import dev.atom.CallContext;
import dev.atom.json.Json;
import dev.atom.json.JsonObjectBuilder;
import dev.atom.model.ChatMessage;
import dev.atom.model.ChatRequest;
import dev.atom.model.ModelRef;
import dev.atom.model.PromptCounter;
import dev.atom.model.ResponseFormat;
import dev.atom.model.TokenCounter;
import dev.atom.model.Tool;
import dev.atom.model.ToolChoice;
import dev.atom.model.Warning;
import dev.atom.providers.wire.Dialect;
import dev.atom.providers.wire.Fields;
import dev.atom.providers.wire.Needs;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Writes one request of Ollama's chat. */
final class OllamaRequest {
  private static final PromptCounter ESTIMATE = PromptCounter.estimating(TokenCounter.estimate());

  private final ChatRequest request;
  private final ModelRef asked;
  private final List<Warning> warnings = new ArrayList<>();

  OllamaRequest(ChatRequest request, ModelRef asked) {
    this.request = request;
    this.asked = asked;
  }

  Dialect.Body write(boolean streaming) {
    OllamaMessages messages = new OllamaMessages(asked, warnings);
    for (ChatMessage message : request.messages()) {
      messages.add(message);
    }
    JsonObjectBuilder body =
        Json.object().put("model", asked.name()).put("messages", messages.list());
    tools(body);
    format(body);
    think().ifPresent(think -> body.put("think", think));
    body.putAll(request.extra());
    Json.Obj options = options();
    if (!options.members().isEmpty()) {
      body.put("options", options);
    }
    warnOfCut(options);
    // Said in both cases: left out, it means true.
    return Dialect.Body.of(body.put("stream", streaming).build(), warnings);
  }

  private void tools(JsonObjectBuilder body) {
    request
        .parallelTools()
        .ifPresent(parallel -> ignored("parallelTools was not sent: Ollama has no such setting"));
    boolean offered =
        switch (request.toolChoice()) {
          case ToolChoice.Mode mode ->
              switch (mode) {
                case AUTO -> true;
                // A tool that is not shown is not called, which Ollama has no other word for.
                case NONE -> false;
                case REQUIRED -> throw unforced();
              };
          case ToolChoice.Named named -> throw unforced();
        };
    if (offered && !request.tools().isEmpty()) {
      body.put("tools", request.tools().stream().map(OllamaRequest::tool).toList());
    }
  }

  private RuntimeException unforced() {
    return Needs.missing(asked, "Ollama can't be told to call a tool");
  }

  private static Json tool(Tool tool) {
    Json.Obj function =
        Json.object()
            .put("name", tool.name())
            .put("description", tool.description())
            .put("parameters", parameters(tool.parameters().document()))
            .build();
    return Json.object().put("type", "function").put("function", function).build();
  }

  private static Json.Obj parameters(Json.Obj schema) {
    return schema.get("type").isPresent()
        ? schema
        : Json.object()
            .put("type", "object")
            .put("properties", Json.Obj.EMPTY)
            .putAll(schema)
            .build();
  }

  private void format(JsonObjectBuilder body) {
    switch (request.format()) {
      case ResponseFormat.Free free -> {
        if (free == ResponseFormat.Free.JSON) {
          body.put("format", "json");
        }
      }
      case ResponseFormat.Schema schema -> body.put("format", schema.schema().document());
    }
  }

  /** Whether to think, or how much; empty leaves it to the model. */
  private Optional<Json> think() {
    if (request.reasoningTokens().equals(Optional.of(0))) {
      return Optional.of(Json.of(false));
    }
    request
        .reasoningTokens()
        .ifPresent(n -> ignored("reasoningTokens was not sent: Ollama counts no reasoning apart"));
    if (request.reasoningEffort().isPresent()) {
      return request.reasoningEffort().map(OllamaRequest::level);
    }
    return request.reasoningTokens().isPresent() || request.reasoningShown()
        ? Optional.of(Json.of(true))
        : Optional.empty();
  }

  private static Json level(String effort) {
    String word = effort.toLowerCase(Locale.ROOT);
    return switch (word) {
      case "none", "off", "false" -> Json.of(false);
      case "on", "true" -> Json.of(true);
      default -> Json.of(word);
    };
  }

  private Json.Obj options() {
    JsonObjectBuilder options = Json.object();
    request.maxOutputTokens().ifPresent(tokens -> options.put("num_predict", tokens));
    request.temperature().ifPresent(t -> options.put("temperature", BigDecimal.valueOf(t)));
    request.topP().ifPresent(p -> options.put("top_p", BigDecimal.valueOf(p)));
    if (!request.stop().isEmpty()) {
      options.put("stop", request.stop().stream().map(Json::of).toList());
    }
    return options.putAll(Fields.object(request.extra(), "options")).build();
  }

  /** A prompt longer than the context loses its oldest messages, and nothing in the reply says so. */
  private void warnOfCut(Json.Obj options) {
    int context = Fields.integer(options, "num_ctx", 0);
    boolean refused = request.extra().get("truncate").equals(Optional.of(Json.of(false)));
    if (context <= 0 || refused) {
      return;
    }
    long tokens = ESTIMATE.count(request, CallContext.create()).tokens();
    if (tokens > context) {
      warnings.add(
          new Warning(
              "context_may_be_cut",
              "the prompt has about %d tokens, the context %d; raise num_ctx, or Ollama drops the oldest messages"
                  .formatted(tokens, context)));
    }
  }

  private void ignored(String message) {
    warnings.add(new Warning("ignored_parameter", message));
  }
}
