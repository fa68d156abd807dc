package dev.atom.providers.anthropic;

import dev.atom.json.Json;
import dev.atom.model.ChatReply;
import dev.atom.model.FinishReason;
import dev.atom.model.ModelRef;
import dev.atom.model.Part;
import dev.atom.model.Warning;
import dev.atom.providers.wire.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a whole message of Anthropic. */
final class MessageReply {
  private MessageReply() {}

  static ChatReply read(Json.Obj message, ModelRef asked, List<Warning> warnings) {
    if (!(message.members().get("content") instanceof Json.Arr)) {
      throw new IllegalArgumentException("no content");
    }
    List<Part> parts = new ArrayList<>();
    for (Json.Obj block : Fields.objects(message, "content")) {
      part(block, asked.provider()).ifPresent(parts::add);
    }
    return of(message, parts, asked, warnings);
  }

  /** Puts a reply together from its parts and a message that says the rest. */
  static ChatReply of(Json.Obj message, List<Part> parts, ModelRef asked, List<Warning> warnings) {
    List<Part> all = new ArrayList<>(parts);
    Fields.filled(Fields.object(message, "stop_details"), "explanation")
        .filter(words -> Fields.text(message, "stop_reason").equals("refusal"))
        .ifPresent(words -> all.add(new Part.Refusal(words)));
    ChatReply.Builder reply =
        ChatReply.newBuilder(model(message, asked))
            .choice(all, finish(Fields.text(message, "stop_reason")))
            .usage(MessageUsage.read(Fields.object(message, "usage")))
            .warnings(warnings)
            .raw(message);
    Fields.filled(message, "id").ifPresent(reply::id);
    return reply.build();
  }

  static ModelRef model(Json.Obj message, ModelRef asked) {
    return Fields.filled(message, "model")
        .filter(name -> !name.isBlank())
        .map(name -> new ModelRef(asked.provider(), name))
        .orElse(asked);
  }

  /** One block as a part; empty text is none. */
  static Optional<Part> part(Json.Obj block, String provider) {
    return switch (Fields.text(block, "type")) {
      case "text" -> text(block);
      case "thinking" ->
          Optional.of(
              new Part.Reasoning(
                  Fields.text(block, "thinking"), Optional.of(state(block, provider))));
      case "redacted_thinking" ->
          Optional.of(new Part.Reasoning("", Optional.of(state(block, provider))));
      case "tool_use" -> Optional.of(call(block, arguments(block), provider));
      // Steps of the provider's own tools, which must go back as they came.
      default ->
          Optional.of(
              new Part.ProviderItem(
                  Fields.filled(block, "type").orElse("unknown"), state(block, provider)));
    };
  }

  private static Optional<Part> text(Json.Obj block) {
    String text = Fields.text(block, "text");
    return text.isEmpty()
        ? Optional.empty()
        : Optional.of(new Part.Text(text, Citations.of(block, text.length())));
  }

  private static String arguments(Json.Obj block) {
    Json input = block.members().getOrDefault("input", Json.Obj.EMPTY);
    return input instanceof Json.Str raw ? raw.value() : input.toString();
  }

  /** A call, with who makes it if that is not the model itself. */
  static Part.ToolCall call(Json.Obj block, String arguments, String provider) {
    Json.Obj caller = Fields.object(block, "caller");
    boolean direct = Fields.text(caller, "type").equals("direct") || caller.members().isEmpty();
    return new Part.ToolCall(
        Fields.text(block, "id"),
        Fields.text(block, "name"),
        arguments,
        direct ? Optional.empty() : Optional.of(state(caller, provider)));
  }

  private static Part.ProviderState state(Json json, String provider) {
    return new Part.ProviderState(provider, json);
  }

  private static FinishReason finish(String reason) {
    return switch (reason) {
      case "end_turn", "stop_sequence" -> FinishReason.STOP;
      case "max_tokens", "model_context_window_exceeded" -> FinishReason.LENGTH;
      case "tool_use" -> FinishReason.TOOL_CALLS;
      case "refusal" -> FinishReason.REFUSAL;
      case "pause_turn", "compaction" -> FinishReason.PAUSED;
      default -> FinishReason.OTHER;
    };
  }
}
