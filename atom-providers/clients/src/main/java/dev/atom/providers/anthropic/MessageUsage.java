package dev.atom.providers.anthropic;

import dev.atom.json.Json;
import dev.atom.model.Usage;
import dev.atom.providers.wire.Fields;
import java.util.List;

/**
 * Reads usage. Anthropic counts tokens read from and written to its cache apart from the input; here
 * they are part of it.
 */
final class MessageUsage {
  private MessageUsage() {}

  private record Counts(long fresh, long read, long written, long writtenLong, long output) {
    static final Counts NONE = new Counts(0, 0, 0, 0, 0);

    static Counts of(Json.Obj usage) {
      Json.Obj split = Fields.object(usage, "cache_creation");
      long brief = Fields.count(split, "ephemeral_5m_input_tokens");
      long hour = Fields.count(split, "ephemeral_1h_input_tokens");
      // With the provider's own tools total and split differ; the larger is what is charged.
      long written = Math.max(Fields.count(usage, "cache_creation_input_tokens"), brief + hour);
      return new Counts(
          Fields.count(usage, "input_tokens"),
          Fields.count(usage, "cache_read_input_tokens"),
          written,
          hour,
          Fields.count(usage, "output_tokens"));
    }

    Counts plus(Counts o) {
      return new Counts(
          fresh + o.fresh,
          read + o.read,
          written + o.written,
          writtenLong + o.writtenLong,
          output + o.output);
    }

    Counts or(Counts o) {
      return new Counts(
          Math.max(fresh, o.fresh),
          Math.max(read, o.read),
          Math.max(written, o.written),
          Math.max(writtenLong, o.writtenLong),
          Math.max(output, o.output));
    }
  }

  static Usage read(Json.Obj usage) {
    Counts counts = Counts.of(usage);
    List<Json.Obj> iterations = Fields.objects(usage, "iterations");
    if (!iterations.isEmpty()) {
      // Compaction and other steps stand here only, though they are charged.
      counts = iterations.stream().map(Counts::of).reduce(Counts.NONE, Counts::plus).or(counts);
    }
    Json.Obj details = Fields.object(usage, "output_tokens_details");
    return Usage.newBuilder()
        .inputTokens(counts.fresh + counts.read + counts.written)
        .cachedInputTokens(counts.read)
        .cacheWriteTokens(counts.written)
        .longCacheWriteTokens(counts.writtenLong)
        .outputTokens(counts.output)
        .reasoningTokens(Math.min(Fields.count(details, "thinking_tokens"), counts.output))
        .searches(Fields.count(Fields.object(usage, "server_tool_use"), "web_search_requests"))
        .known(!usage.members().isEmpty())
        .build();
  }
}
