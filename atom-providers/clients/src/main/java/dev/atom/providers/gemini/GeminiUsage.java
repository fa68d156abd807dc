package dev.atom.providers.gemini;

import dev.atom.json.Json;
import dev.atom.model.Usage;
import dev.atom.providers.wire.Fields;

/**
 * Reads what a call used. Google counts thoughts beside the candidates, and what its own tools put
 * into the prompt beside the prompt; cached tokens are within the prompt.
 */
final class GeminiUsage {
  private GeminiUsage() {}

  static Usage read(Json.Obj reply) {
    Json.Obj usage = Fields.object(reply, "usageMetadata");
    long thoughts = Fields.count(usage, "thoughtsTokenCount");
    long candidates =
        Math.max(
            Fields.count(usage, "candidatesTokenCount"), Fields.count(usage, "responseTokenCount"));
    return Usage.newBuilder()
        .inputTokens(
            Fields.count(usage, "promptTokenCount")
                + Fields.count(usage, "toolUsePromptTokenCount"))
        .cachedInputTokens(Fields.count(usage, "cachedContentTokenCount"))
        .outputTokens(candidates + thoughts)
        .reasoningTokens(thoughts)
        .audioInputTokens(
            audio(usage, "promptTokensDetails") + audio(usage, "toolUsePromptTokensDetails"))
        .audioOutputTokens(audio(usage, "candidatesTokensDetails"))
        .searches(searches(reply))
        .known(!usage.members().isEmpty())
        .build();
  }

  private static long audio(Json.Obj usage, String details) {
    return Fields.objects(usage, details).stream()
        .filter(detail -> Fields.text(detail, "modality").equals("AUDIO"))
        .mapToLong(detail -> Fields.count(detail, "tokenCount"))
        .sum();
  }

  private static long searches(Json.Obj reply) {
    return Fields.objects(reply, "candidates").stream()
        .map(candidate -> Fields.object(candidate, "groundingMetadata"))
        .mapToLong(grounding -> Fields.array(grounding, "webSearchQueries").size())
        .sum();
  }
}
