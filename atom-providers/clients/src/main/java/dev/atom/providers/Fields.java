package dev.atom.providers;

import dev.atom.json.Json;
import dev.atom.model.Part;
import dev.atom.model.Usage;
import java.util.List;
import java.util.Optional;

/**
 * Reads members of a provider's JSON. What is missing, null or of another type counts as absent:
 * providers add, drop and retype members, and compatible servers even more so.
 */
final class Fields {
  private Fields() {}

  static Json.Obj object(Json.Obj json, String name) {
    return json.members().get(name) instanceof Json.Obj inner ? inner : Json.Obj.EMPTY;
  }

  static List<Json.Obj> objects(Json.Obj json, String name) {
    return array(json, name).stream()
        .filter(Json.Obj.class::isInstance)
        .map(Json.Obj.class::cast)
        .toList();
  }

  static List<Json> array(Json.Obj json, String name) {
    return json.members().get(name) instanceof Json.Arr array ? array.items() : List.of();
  }

  static String text(Json.Obj json, String name) {
    return json.text(name).orElse("");
  }

  static Optional<String> filled(Json.Obj json, String name) {
    return json.text(name).filter(text -> !text.isEmpty());
  }

  /** The text of a string, or of an array of content parts. */
  static String content(Json.Obj json, String name) {
    StringBuilder text = new StringBuilder(text(json, name));
    objects(json, name).forEach(part -> text.append(text(part, "text")));
    return text.toString();
  }

  static int integer(Json.Obj json, String name, int missing) {
    return json.members().get(name) instanceof Json.Num number
        ? number.value().intValue()
        : missing;
  }

  private static long count(Json.Obj json, String name) {
    return json.members().get(name) instanceof Json.Num number
        ? Math.max(0, number.value().longValue())
        : 0;
  }

  /** Usage in OpenAI's form; the names differ between its two protocols. */
  static Usage usage(Json.Obj usage, String input, String output) {
    Json.Obj sent = object(usage, input + "_details");
    Json.Obj received = object(usage, output + "_details");
    return Usage.newBuilder()
        .inputTokens(count(usage, input))
        .cachedInputTokens(count(sent, "cached_tokens"))
        .cacheWriteTokens(count(sent, "cache_write_tokens"))
        .outputTokens(count(usage, output))
        .reasoningTokens(count(received, "reasoning_tokens"))
        .build();
  }

  static List<Part.Citation> citations(Json.Obj json) {
    return objects(json, "annotations").stream().flatMap(a -> citation(a).stream()).toList();
  }

  private static Optional<Part.Citation> citation(Json.Obj annotation) {
    Json.Obj nested = object(annotation, text(annotation, "type"));
    Json.Obj about = nested.members().isEmpty() ? annotation : nested;
    Optional<String> title = filled(about, "title").or(() -> filled(about, "filename"));
    int start = integer(about, "start_index", integer(about, "index", -1));
    int end = integer(about, "end_index", -1);
    return filled(about, "url")
        .or(() -> filled(about, "file_id"))
        .map(source -> new Part.Citation(source, title, start, end));
  }
}
