package dev.atom.rules.table;

import dev.atom.json.Json;
import java.util.Optional;

/** Makes facts of values by path. */
final class Witness {
  private Witness() {}

  /** The facts with a value at a path; a missing value is left out. */
  static Json.Obj nested(String path, Optional<Json> value, Json.Obj facts) {
    return value.map(v -> put(path, v, facts)).orElse(facts);
  }

  private static Json.Obj put(String path, Json value, Json.Obj facts) {
    int dot = path.indexOf('.');
    if (dot < 0) {
      return facts.toBuilder().put(path, value).build();
    }
    String first = path.substring(0, dot);
    Json.Obj inner =
        facts.get(first).orElse(Json.Obj.EMPTY) instanceof Json.Obj o ? o : Json.Obj.EMPTY;
    return facts.toBuilder().put(first, put(path.substring(dot + 1), value, inner)).build();
  }
}
