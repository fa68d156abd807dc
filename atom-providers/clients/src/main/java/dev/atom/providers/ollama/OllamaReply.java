package dev.atom.providers.ollama;

import dev.atom.json.Json;
import dev.atom.json.JsonObjectBuilder;
import dev.atom.model.ChatReply;
import dev.atom.model.FinishReason;
import dev.atom.model.ModelRef;
import dev.atom.model.Part;
import dev.atom.model.TokenCounter;
import dev.atom.model.Usage;
import dev.atom.model.Warning;
import dev.atom.providers.wire.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a whole reply of Ollama's chat. */
final class OllamaReply {
  private OllamaReply() {}

  static ChatReply read(Json.Obj json, ModelRef asked, List<Warning> warnings) {
    if (json.get("done").equals(Optional.of(Json.of(false)))) {
      throw new IllegalArgumentException("not done");
    }
    String reason = Fields.text(json, "done_reason");
    Optional<Json.Obj> message = message(json);
    if (message.isEmpty() && !loading(reason)) {
      throw new IllegalArgumentException("no message");
    }
    List<Part> parts = parts(message.orElse(Json.Obj.EMPTY), Fields.text(json, "created_at"));
    return ChatReply.newBuilder(model(json, asked))
        .choice(parts, finish(reason, parts))
        .usage(usage(json, parts))
        .warnings(warnings)
        .raw(json)
        .build();
  }

  static ModelRef model(Json.Obj json, ModelRef asked) {
    return json.text("model")
        .filter(name -> !name.isBlank())
        .map(name -> new ModelRef(asked.provider(), name))
        .orElse(asked);
  }

  /** Ollama says so when it was asked nothing, which some do to have a model in memory. */
  private static boolean loading(String reason) {
    return reason.equals("load") || reason.equals("unload");
  }

  /** Returns what the model says, also if it stands in the form of {@code /api/generate}. */
  static Optional<Json.Obj> message(Json.Obj json) {
    if (json.members().get("message") instanceof Json.Obj message) {
      return Optional.of(message);
    }
    if (!(json.members().get("response") instanceof Json.Str text)) {
      return Optional.empty();
    }
    JsonObjectBuilder message = Json.object().put("role", "assistant").put("content", text);
    Fields.filled(json, "thinking").ifPresent(thought -> message.put("thinking", thought));
    return Optional.of(message.build());
  }

  private static List<Part> parts(Json.Obj message, String created) {
    List<Part> parts = new ArrayList<>();
    Fields.filled(message, "thinking")
        .ifPresent(text -> parts.add(new Part.Reasoning(text, Optional.empty())));
    Fields.filled(message, "content").ifPresent(text -> parts.add(Part.text(text)));
    List<Json.Obj> calls = Fields.objects(message, "tool_calls");
    for (int i = 0; i < calls.size(); i++) {
      parts.add(call(calls.get(i), callId(created, i)));
    }
    return parts;
  }

  /**
   * An id for a call that has none: the time of its reply keeps calls of different turns apart.
   *
   * @param created when the reply was made
   * @param index the call's place in it
   */
  static String callId(String created, int index) {
    String digits = created.replaceAll("[^0-9]", "");
    return (digits.isEmpty() ? "call-" : "call-" + digits + "-") + index;
  }

  static Part.ToolCall call(Json.Obj call, String spareId) {
    Json.Obj function = Fields.object(call, "function");
    return new Part.ToolCall(
        Fields.filled(call, "id").orElse(spareId),
        Fields.text(function, "name"),
        arguments(function),
        Optional.empty());
  }

  /** An object, as it should be; some proxies send its text. */
  private static String arguments(Json.Obj function) {
    return function.members().get("arguments") instanceof Json.Obj object
        ? object.toString()
        : Fields.text(function, "arguments");
  }

  private static FinishReason finish(String reason, List<Part> parts) {
    return switch (reason) {
      // Ollama says "stop" to calls too, and older servers give no reason at all.
      case "stop", "" ->
          parts.stream().anyMatch(Part.ToolCall.class::isInstance)
              ? FinishReason.TOOL_CALLS
              : FinishReason.STOP;
      case "length" -> FinishReason.LENGTH;
      default -> FinishReason.OTHER;
    };
  }

  /** Older servers count no prompt that they still had in their cache. */
  private static Usage usage(Json.Obj json, List<Part> parts) {
    boolean sent = json.get("prompt_eval_count").orElse(Json.NULL) instanceof Json.Num;
    boolean said = json.get("eval_count").orElse(Json.NULL) instanceof Json.Num;
    long output = said ? Fields.count(json, "eval_count") : estimate(parts);
    return Usage.newBuilder()
        .inputTokens(Fields.count(json, "prompt_eval_count"))
        .outputTokens(output)
        .estimated(!parts.isEmpty() && !(sent && said))
        .known((sent && said) || loading(Fields.text(json, "done_reason")))
        .build();
  }

  private static long estimate(List<Part> parts) {
    TokenCounter counter = TokenCounter.estimate();
    long tokens = 0;
    for (Part part : parts) {
      tokens +=
          switch (part) {
            case Part.Text text -> counter.count(text.text());
            case Part.Reasoning reasoning -> counter.count(reasoning.text());
            case Part.ToolCall call -> counter.count(call.name() + call.arguments());
            case Part.Image image -> 0;
            case Part.Audio audio -> 0;
            case Part.File file -> 0;
            case Part.ToolResult result -> 0;
            case Part.Refusal refusal -> 0;
            case Part.ProviderItem item -> 0;
          };
    }
    return tokens;
  }
}
