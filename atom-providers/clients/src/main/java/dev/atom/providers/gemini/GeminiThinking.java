package dev.atom.providers.gemini;

import dev.atom.json.Json;
import dev.atom.json.JsonObjectBuilder;
import dev.atom.model.ChatRequest;
import dev.atom.model.ModelRef;
import dev.atom.model.Warning;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Writes how much a model thinks. Models of the third generation name levels, earlier ones count
 * tokens and refuse levels; for these an effort becomes the count that Google's own OpenAI-compatible
 * server takes for it.
 */
final class GeminiThinking {
  private GeminiThinking() {}

  static Optional<Json.Obj> config(ChatRequest request, ModelRef asked, List<Warning> warnings) {
    JsonObjectBuilder config = Json.object();
    boolean both = request.reasoningEffort().isPresent() && request.reasoningTokens().isPresent();
    boolean levels = GeminiNames.thirdGeneration(asked);
    if (both) {
      String loser = levels ? "reasoningTokens" : "reasoningEffort";
      warnings.add(
          GeminiRequest.ignored(loser + " was not sent: with this model the other one counts"));
    }
    if (request.reasoningEffort().isPresent() && (levels || !both)) {
      effort(request.reasoningEffort().get(), levels, config);
    } else {
      request.reasoningTokens().ifPresent(tokens -> config.put("thinkingBudget", tokens));
    }
    if (request.reasoningShown()) {
      config.put("includeThoughts", true);
    }
    Json.Obj written = config.build();
    return written.members().isEmpty() ? Optional.empty() : Optional.of(written);
  }

  private static void effort(String effort, boolean levels, JsonObjectBuilder config) {
    String word = effort.toLowerCase(Locale.ROOT);
    long tokens =
        switch (word) {
          case "none" -> 0;
          case "minimal", "low" -> 1_024;
          case "medium" -> 8_192;
          case "high" -> 24_576;
          default -> -1;
        };
    boolean counted = word.equals("none") || (!levels && tokens > 0);
    if (counted) {
      config.put("thinkingBudget", tokens);
    } else {
      config.put("thinkingLevel", effort.toUpperCase(Locale.ROOT));
    }
  }
}
