package dev.atom.benchmarks.rules;

import dev.atom.json.Json;
import java.util.List;
import java.util.stream.Collectors;

/** Rules as JsonLogic. */
final class JsonLogicText {
  private JsonLogicText() {}

  static String of(List<Test> rule) {
    return rule.stream()
        .map(JsonLogicText::of)
        .collect(Collectors.joining(",", "{\"and\":[", "]}"));
  }

  private static String of(Test test) {
    String field = "{\"var\":\"" + test.field() + "\"}";
    return switch (test) {
      case Test.Eq eq -> "{\"===\":[" + field + "," + Json.from(eq.value()) + "]}";
      case Test.In in ->
          "{\"in\":["
              + field
              + ","
              + Json.array(in.values().stream().map(Json::of).toList())
              + "]}";
      case Test.Range r -> "{\"<=\":[" + r.low() + "," + field + "," + r.high() + "]}";
      case Test.Contains c -> "{\"in\":[" + Json.of(c.part()) + "," + field + "]}";
    };
  }
}
