package dev.atom.workflow;

import dev.atom.json.Json;
import java.util.List;
import java.util.function.BiConsumer;

/** The fields that a condition in its native form is about. */
final class Conditions {
  private Conditions() {}

  static void fields(Json condition, String at, BiConsumer<String, Values.Path> found) {
    if (!(condition instanceof Json.Obj object)) {
      return;
    }
    for (String group : List.of("all", "any", "of")) {
      if (object.members().get(group) instanceof Json.Arr members) {
        for (int i = 0; i < members.items().size(); i++) {
          fields(members.items().get(i), at + "/" + group + "/" + i, found);
        }
      }
    }
    object.get("not").ifPresent(inner -> fields(inner, at + "/not", found));
    if (object.get("op").isPresent()) {
      object.text("field").ifPresent(f -> found.accept(at + "/field", Values.Path.of(f)));
      if (object.members().get("value") instanceof Json.Obj value && value.members().size() == 1) {
        value.text("field").ifPresent(f -> found.accept(at + "/value", Values.Path.of(f)));
      }
    }
  }
}
