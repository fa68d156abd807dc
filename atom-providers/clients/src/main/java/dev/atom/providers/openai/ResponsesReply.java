package dev.atom.providers.openai;

import dev.atom.json.Json;
import dev.atom.model.ChatReply;
import dev.atom.model.FinishReason;
import dev.atom.model.ModelRef;
import dev.atom.model.Part;
import dev.atom.model.Usage;
import dev.atom.model.Warning;
import dev.atom.providers.wire.Fields;
import dev.atom.providers.wire.StreamError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads a whole reply of OpenAI's Responses. */
final class ResponsesReply {
  private ResponsesReply() {}

  static ChatReply read(Json.Obj json, ModelRef asked, List<Warning> warnings) {
    if (json.get("output").isEmpty()) {
      throw new IllegalArgumentException("no output");
    }
    if (Fields.text(json, "status").equals("failed")) {
      throw new StreamError(OpenAiErrors.described(Fields.object(json, "error")));
    }
    List<Part> parts = new ArrayList<>();
    Fields.objects(json, "output").forEach(item -> add(item, asked.provider(), parts));
    ChatReply.Builder reply =
        ChatReply.newBuilder(model(json, asked))
            .choice(parts, finish(json, parts))
            .usage(usage(json))
            .warnings(warnings)
            .raw(json);
    Fields.filled(json, "id").ifPresent(reply::id);
    return reply.build();
  }

  /** Searches that the usage does not tell are counted by the steps taken. */
  static Usage usage(Json.Obj json) {
    Usage usage =
        OpenAiReplies.usage(Fields.object(json, "usage"), "input_tokens", "output_tokens");
    long steps =
        Fields.objects(json, "output").stream()
            .filter(item -> Fields.text(item, "type").equals("web_search_call"))
            .count();
    return usage.searches() > 0 ? usage : usage.toBuilder().searches(steps).build();
  }

  static ModelRef model(Json.Obj json, ModelRef asked) {
    return json.text("model")
        .filter(name -> !name.isBlank())
        .map(name -> new ModelRef(asked.provider(), name))
        .orElse(asked);
  }

  private static void add(Json.Obj item, String provider, List<Part> parts) {
    switch (Fields.text(item, "type")) {
      case "message" -> {
        Fields.filled(item, "phase").ifPresent(phase -> parts.add(Phase.part(phase, provider)));
        Fields.objects(item, "content").forEach(c -> addContent(c, parts));
      }
      case "function_call" ->
          parts.add(
              new Part.ToolCall(
                  Fields.filled(item, "call_id").orElseGet(() -> Fields.text(item, "id")),
                  Fields.text(item, "name"),
                  Fields.text(item, "arguments"),
                  Optional.empty()));
      case "reasoning" ->
          parts.add(new Part.Reasoning(reasoning(item), Optional.of(state(item, provider))));
      // Steps of the provider's own tools, which must go back as they came.
      default -> parts.add(new Part.ProviderItem(Fields.text(item, "type"), state(item, provider)));
    }
  }

  private static Part.ProviderState state(Json.Obj item, String provider) {
    return new Part.ProviderState(provider, item);
  }

  private static void addContent(Json.Obj content, List<Part> parts) {
    switch (Fields.text(content, "type")) {
      case "output_text" ->
          parts.add(new Part.Text(Fields.text(content, "text"), OpenAiReplies.citations(content)));
      case "refusal" -> parts.add(new Part.Refusal(Fields.text(content, "refusal")));
      default -> {
        // Kinds of content to come stay in the raw reply.
      }
    }
  }

  private static String reasoning(Json.Obj item) {
    String summary = joined(item, "summary");
    return summary.isEmpty() ? joined(item, "content") : summary;
  }

  private static String joined(Json.Obj item, String name) {
    return Fields.objects(item, name).stream()
        .map(part -> Fields.text(part, "text"))
        .collect(Collectors.joining("\n\n"));
  }

  private static FinishReason finish(Json.Obj json, List<Part> parts) {
    return switch (Fields.text(json, "status")) {
      case "completed", "" -> complete(parts);
      case "incomplete" ->
          switch (Fields.text(Fields.object(json, "incomplete_details"), "reason")) {
            case "max_output_tokens", "max_tokens" -> FinishReason.LENGTH;
            case "content_filter" -> FinishReason.CONTENT_FILTER;
            default -> FinishReason.OTHER;
          };
      default -> FinishReason.OTHER;
    };
  }

  static FinishReason complete(List<Part> parts) {
    if (parts.stream().anyMatch(Part.ToolCall.class::isInstance)) {
      return FinishReason.TOOL_CALLS;
    }
    return parts.stream().anyMatch(Part.Refusal.class::isInstance)
        ? FinishReason.REFUSAL
        : FinishReason.STOP;
  }
}
