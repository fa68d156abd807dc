package dev.atom.endpoint.openai;

import dev.atom.json.Json;
import dev.atom.model.Usage;
import java.util.Optional;

/** Usage in OpenAI's form. What is not known to be all of it is not told: zeros would be booked. */
final class UsageJson {
  private UsageJson() {}

  static Optional<Json.Obj> of(Usage usage) {
    if (!usage.known()) {
      return Optional.empty();
    }
    Json.Obj prompt =
        Json.object()
            .put("cached_tokens", usage.cachedInputTokens())
            .put("audio_tokens", usage.audioInputTokens())
            .build();
    Json.Obj completion =
        Json.object()
            .put("reasoning_tokens", usage.reasoningTokens())
            .put("audio_tokens", usage.audioOutputTokens())
            .build();
    return Optional.of(
        Json.object()
            .put("prompt_tokens", usage.inputTokens())
            .put("completion_tokens", usage.outputTokens())
            .put("total_tokens", usage.totalTokens())
            .put("prompt_tokens_details", prompt)
            .put("completion_tokens_details", completion)
            .build());
  }

  static Optional<Json.Obj> ofEmbeddings(Usage usage) {
    if (!usage.known()) {
      return Optional.empty();
    }
    return Optional.of(
        Json.object()
            .put("prompt_tokens", usage.inputTokens())
            .put("total_tokens", usage.totalTokens())
            .build());
  }
}
