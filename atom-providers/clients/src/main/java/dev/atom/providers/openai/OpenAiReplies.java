package dev.atom.providers.openai;

import dev.atom.json.Json;
import dev.atom.model.Part;
import dev.atom.model.Usage;
import dev.atom.providers.wire.Fields;
import java.util.List;
import java.util.Optional;

/** Reads what replies of both of OpenAI's protocols share. */
final class OpenAiReplies {
  private OpenAiReplies() {}

  /** Usage in OpenAI's form; the names differ between its two protocols. */
  static Usage usage(Json.Obj usage, String input, String output) {
    Json.Obj sent = Fields.object(usage, input + "_details");
    Json.Obj received = Fields.object(usage, output + "_details");
    return Usage.newBuilder()
        .inputTokens(Fields.count(usage, input))
        .cachedInputTokens(Fields.count(sent, "cached_tokens"))
        .cacheWriteTokens(Fields.count(sent, "cache_write_tokens"))
        .outputTokens(Fields.count(usage, output))
        .reasoningTokens(Fields.count(received, "reasoning_tokens"))
        .build();
  }

  static List<Part.Citation> citations(Json.Obj json) {
    return Fields.objects(json, "annotations").stream().flatMap(a -> citation(a).stream()).toList();
  }

  private static Optional<Part.Citation> citation(Json.Obj annotation) {
    Json.Obj nested = Fields.object(annotation, Fields.text(annotation, "type"));
    Json.Obj about = nested.members().isEmpty() ? annotation : nested;
    Optional<String> title =
        Fields.filled(about, "title").or(() -> Fields.filled(about, "filename"));
    int start = Fields.integer(about, "start_index", Fields.integer(about, "index", -1));
    int end = Fields.integer(about, "end_index", -1);
    return Fields.filled(about, "url")
        .or(() -> Fields.filled(about, "file_id"))
        .map(source -> new Part.Citation(source, title, start, end));
  }
}
