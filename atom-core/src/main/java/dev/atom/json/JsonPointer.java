package dev.atom.json;

import java.util.Optional;

/** JSON Pointer, RFC 6901. */
final class JsonPointer {
  private JsonPointer() {}

  static Optional<Json> find(Json from, String pointer) {
    if (pointer.isEmpty()) {
      return Optional.of(from);
    }
    if (pointer.charAt(0) != '/') {
      throw new IllegalArgumentException(
          "a JSON Pointer begins with a slash, or is empty: \"" + pointer + "\"");
    }
    Json at = from;
    for (String step : pointer.substring(1).split("/", -1)) {
      Optional<Json> next = step(at, step.replace("~1", "/").replace("~0", "~"));
      if (next.isEmpty()) {
        return Optional.empty();
      }
      at = next.get();
    }
    return Optional.of(at);
  }

  static String escape(String step) {
    return step.replace("~", "~0").replace("/", "~1");
  }

  private static Optional<Json> step(Json at, String name) {
    return switch (at) {
      case Json.Obj object -> object.get(name);
      case Json.Arr array -> item(array, name);
      case Json.Str s -> Optional.empty();
      case Json.Num n -> Optional.empty();
      case Json.Bool b -> Optional.empty();
      case Json.Null n -> Optional.empty();
    };
  }

  private static Optional<Json> item(Json.Arr array, String index) {
    if (!index.matches("0|[1-9][0-9]{0,8}")) {
      return Optional.empty();
    }
    int i = Integer.parseInt(index);
    return i < array.items().size() ? Optional.of(array.items().get(i)) : Optional.empty();
  }
}
