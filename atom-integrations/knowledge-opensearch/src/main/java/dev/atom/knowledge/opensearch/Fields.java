package dev.atom.knowledge.opensearch;

import dev.atom.json.Json;
import java.util.List;
import java.util.Optional;

/** Reads members of what a cluster answered; what is missing is empty, 0 or false. */
final class Fields {
  private Fields() {}

  static Json.Obj object(Json.Obj of, String name) {
    return of.get(name).orElse(Json.Obj.EMPTY) instanceof Json.Obj found ? found : Json.Obj.EMPTY;
  }

  static List<Json.Obj> objects(Json.Obj of, String name) {
    if (!(of.get(name).orElse(Json.Obj.EMPTY) instanceof Json.Arr array)) {
      return List.of();
    }
    return array.items().stream()
        .filter(Json.Obj.class::isInstance)
        .map(Json.Obj.class::cast)
        .toList();
  }

  static String text(Json.Obj of, String name) {
    return of.text(name).orElse("");
  }

  static long number(Json.Obj of, String name) {
    return of.get(name).orElse(Json.Obj.EMPTY) instanceof Json.Num number
        ? number.value().longValue()
        : 0;
  }

  static double fraction(Json.Obj of, String name) {
    return of.get(name).orElse(Json.Obj.EMPTY) instanceof Json.Num number
        ? number.value().doubleValue()
        : 0;
  }

  static boolean yes(Json.Obj of, String name) {
    return of.get(name).equals(Optional.of(Json.of(true)));
  }
}
