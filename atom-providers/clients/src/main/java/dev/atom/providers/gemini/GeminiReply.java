package dev.atom.providers.gemini;

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

/** Reads a whole reply of {@code generateContent}. */
final class GeminiReply {
  private GeminiReply() {}

  static ChatReply read(Json.Obj json, ModelRef asked, List<Warning> warnings) {
    List<Json.Obj> candidates = Fields.objects(json, "candidates");
    if (candidates.isEmpty()) {
      throw new IllegalArgumentException("the reply has no candidate");
    }
    List<ChatReply.Choice> choices = new ArrayList<>();
    for (int i = 0; i < candidates.size(); i++) {
      choices.add(choice(candidates.get(i), asked.provider(), Fields.text(json, "responseId"), i));
    }
    ChatReply.Builder reply =
        ChatReply.newBuilder(model(json, asked))
            .choices(choices)
            .usage(GeminiUsage.read(json))
            .warnings(warnings)
            .raw(json);
    Fields.filled(json, "responseId").ifPresent(reply::id);
    return reply.build();
  }

  static ModelRef model(Json.Obj json, ModelRef asked) {
    return Fields.filled(json, "modelVersion")
        .map(name -> new ModelRef(asked.provider(), name))
        .orElse(asked);
  }

  private static ChatReply.Choice choice(
      Json.Obj candidate, String provider, String replyId, int index) {
    GeminiPartReader reader = new GeminiPartReader(provider, replyId, index);
    Fields.array(Fields.object(candidate, "content"), "parts").forEach(reader::add);
    List<Part> parts = reader.parts(candidate);
    return new ChatReply.Choice(parts, finish(reason(candidate).orElse(""), parts));
  }

  /** Why a candidate ended, by its name or, on some paths, by its number; empty if it has not. */
  static Optional<String> reason(Json.Obj candidate) {
    return candidate.members().get("finishReason") instanceof Json.Num number
        ? Optional.of(number.toString())
        : Fields.filled(candidate, "finishReason");
  }

  private static FinishReason finish(String reason, List<Part> parts) {
    return switch (reason) {
      // Gemini says STOP to calls too.
      case "STOP", "1" ->
          parts.stream().anyMatch(Part.ToolCall.class::isInstance)
              ? FinishReason.TOOL_CALLS
              : FinishReason.STOP;
      case "MAX_TOKENS", "2" -> FinishReason.LENGTH;
      case "SAFETY", "3", "RECITATION", "4", "BLOCKLIST", "7", "PROHIBITED_CONTENT", "8" ->
          FinishReason.CONTENT_FILTER;
      case "SPII", "9", "IMAGE_SAFETY", "11", "IMAGE_PROHIBITED_CONTENT", "IMAGE_RECITATION" ->
          FinishReason.CONTENT_FILTER;
      default -> FinishReason.OTHER;
    };
  }
}
