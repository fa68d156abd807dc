package dev.atom.assistant;

import dev.atom.json.Json;
import java.util.List;

/** Reads lists of strings from stored events. */
final class Texts {
  private Texts() {}

  static List<String> list(Json.Obj json, String name) {
    if (json.get(name).orElse(Json.NULL) instanceof Json.Arr array) {
      return array.items().stream()
          .filter(Json.Str.class::isInstance)
          .map(item -> ((Json.Str) item).value())
          .toList();
    }
    return List.of();
  }

  static List<Json.Obj> objects(Json.Obj json, String name) {
    if (json.get(name).orElse(Json.NULL) instanceof Json.Arr array) {
      return array.items().stream()
          .filter(Json.Obj.class::isInstance)
          .map(Json.Obj.class::cast)
          .toList();
    }
    return List.of();
  }
}
