package dev.atom.providers.gemini;

import dev.atom.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Brings requests that mean the same into one spelling; see {@link GeminiRequestsTest}. */
final class GeminiSpelling {
  private static final Map<String, String> NAMES =
      Map.of(
          "response_mime_type", "responseMimeType",
          "response_schema", "responseJsonSchema",
          "responseSchema", "responseJsonSchema",
          "parameters", "parametersJsonSchema",
          "inline_data", "inlineData",
          "mime_type", "mimeType",
          "google_search", "googleSearch",
          "url_context", "urlContext");
  private static final Set<String> LISTS = Set.of("parts");
  private static final Set<String> OPAQUE = Set.of("properties", "args");

  private GeminiSpelling() {}

  static Json.Obj of(Json.Obj body) {
    Map<String, Json> members = new LinkedHashMap<>(((Json.Obj) spelt(body)).members());
    members.remove("generationConfig", Json.Obj.EMPTY);
    members.remove("model");
    members.remove("toolConfig", Json.parse("{\"functionCallingConfig\":{\"mode\":\"AUTO\"}}"));
    return new Json.Obj(members);
  }

  private static Json spelt(Json json) {
    return switch (json) {
      case Json.Arr array -> Json.array(array.items().stream().map(GeminiSpelling::spelt).toList());
      case Json.Obj object -> spelt(object);
      case Json.Str text -> cut(text);
      default -> json;
    };
  }

  private static Json spelt(Json.Obj object) {
    Map<String, Json> members = new LinkedHashMap<>();
    object
        .members()
        .forEach(
            (name, value) -> {
              String common = NAMES.getOrDefault(name, name);
              Optional<Json> one = member(common, value);
              one.ifPresent(json -> members.put(common, json));
            });
    if (members.containsKey("parts")) {
      // Whose instructions they are is said already.
      members.putIfAbsent("role", Json.of("user"));
    }
    return new Json.Obj(members);
  }

  private static Optional<Json> member(String name, Json value) {
    if (value instanceof Json.Null || (name.equals("thought") && value.equals(Json.of(false)))) {
      return Optional.empty();
    }
    if (name.equals("description") && value.equals(Json.of(""))) {
      return Optional.empty();
    }
    if (value instanceof Json.Obj map && OPAQUE.contains(name)) {
      Map<String, Json> members = new LinkedHashMap<>();
      map.members().forEach((key, inner) -> members.put(key, spelt(inner)));
      return Optional.of(new Json.Obj(members));
    }
    if (LISTS.contains(name) && value instanceof Json.Obj) {
      return Optional.of(Json.array(List.of(spelt(value))));
    }
    if (name.equals("response") && value instanceof Json.Obj response) {
      List<Json> values = new ArrayList<>(response.members().values());
      return Optional.of(Json.object().put("output", values.get(0)).build());
    }
    if (value instanceof Json.Str text && (name.equals("type") || name.equals("thinkingLevel"))) {
      return Optional.of(Json.of(text.value().toLowerCase(Locale.ROOT)));
    }
    if (value instanceof Json.Num number && name.equals("temperature")) {
      return Optional.of(Json.of(number.value().stripTrailingZeros()));
    }
    return Optional.of(spelt(value));
  }

  /** Cuts data where the recording did: behind the characters that make up whole bytes. */
  private static Json cut(Json.Str text) {
    int end = text.value().indexOf("...[cut");
    return end < 0 ? text : Json.of(text.value().substring(0, end - end % 4));
  }
}
