package dev.atom.providers.openai;

import dev.atom.json.Json;
import dev.atom.json.JsonException;
import dev.atom.model.Part;
import dev.atom.model.Usage;
import dev.atom.providers.wire.Fields;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads what replies of both of OpenAI's protocols, and of those who imitate them, share. */
final class OpenAiReplies {
  private OpenAiReplies() {}

  /** Usage in OpenAI's form; the names differ between its two protocols, and some have their own. */
  static Usage usage(Json.Obj usage, String input, String output) {
    Json.Obj sent = Fields.object(usage, input + "_details");
    Json.Obj received = Fields.object(usage, output + "_details");
    long reasoning = Fields.count(received, "reasoning_tokens");
    return Usage.newBuilder()
        .inputTokens(Fields.count(usage, input))
        .cachedInputTokens(
            first(
                Fields.count(sent, "cached_tokens"),
                Fields.count(usage, "prompt_cache_hit_tokens"),
                Fields.count(sent, "cache_read_input_tokens")))
        .cacheWriteTokens(
            first(
                Fields.count(sent, "cache_write_tokens"),
                Fields.count(sent, "cache_creation_input_tokens")))
        .outputTokens(outputTokens(usage, input, output, reasoning))
        .reasoningTokens(reasoning)
        .audioInputTokens(Fields.count(sent, "audio_tokens"))
        .audioOutputTokens(Fields.count(received, "audio_tokens"))
        .searches(searches(usage))
        .reportedUsd(cost(usage))
        .known(!usage.members().isEmpty())
        .build();
  }

  private static long first(long... counts) {
    for (long count : counts) {
      if (count > 0) {
        return count;
      }
    }
    return 0;
  }

  /** Reasoning is part of the output, but for xAI's models, as their total shows. */
  private static long outputTokens(Json.Obj usage, String input, String output, long reasoning) {
    long told = Fields.count(usage, output);
    long total = Fields.count(usage, "total_tokens");
    return total == Fields.count(usage, input) + told + reasoning ? told + reasoning : told;
  }

  private static long searches(Json.Obj usage) {
    Json.Obj tools = Fields.object(usage, "tool_calls_details");
    return first(
        Fields.count(usage, "num_search_queries"),
        Fields.count(Fields.object(tools, "web_search"), "invocation"));
  }

  private static Optional<BigDecimal> cost(Json.Obj usage) {
    return usage
        .get("cost")
        .map(cost -> cost instanceof Json.Obj parts ? parts.members().get("total_cost") : cost)
        .filter(Json.Num.class::isInstance)
        .map(cost -> ((Json.Num) cost).value())
        .flatMap(Fields::amount);
  }

  /** Reasoning in the open: a member of its own, or Mistral's thinking parts of the content. */
  static String reasoning(Json.Obj message) {
    return Fields.filled(message, "reasoning_content")
        .or(() -> Fields.filled(message, "reasoning"))
        .orElseGet(
            () -> message.members().get("content") instanceof Json.Arr ? thinking(message) : "");
  }

  private static String thinking(Json.Obj message) {
    return Fields.objects(message, "content").stream()
        .map(part -> Fields.content(part, "thinking"))
        .collect(Collectors.joining());
  }

  /** Returns the text if it is a JSON object. */
  static Optional<String> json(String text) {
    try {
      return Json.parse(text) instanceof Json.Obj ? Optional.of(text) : Optional.empty();
    } catch (JsonException e) {
      return Optional.empty();
    }
  }

  /** What a whole reply rests on, as Perplexity and xAI tell it: with titles, or addresses alone. */
  static List<Part.Citation> sources(Json.Obj json) {
    List<Part.Citation> found =
        Fields.objects(json, "search_results").stream().flatMap(r -> citation(r).stream()).toList();
    List<Part.Citation> cited =
        Fields.array(json, "citations").stream()
            .filter(Json.Str.class::isInstance)
            .map(url -> source(((Json.Str) url).value(), found))
            .toList();
    return cited.isEmpty() ? found : cited;
  }

  private static Part.Citation source(String url, List<Part.Citation> found) {
    return found.stream()
        .filter(citation -> citation.source().equals(url))
        .findFirst()
        .orElseGet(() -> new Part.Citation(url, Optional.empty(), -1, -1));
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
