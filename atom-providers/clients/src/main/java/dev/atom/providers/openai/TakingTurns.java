package dev.atom.providers.openai;

import dev.atom.json.Json;
import dev.atom.providers.wire.Fields;
import java.util.ArrayList;
import java.util.List;

/** Joins messages of one role in a row, for servers where user and assistant must take turns. */
final class TakingTurns {
  private TakingTurns() {}

  static List<Json> of(List<Json> messages) {
    List<Json> joined = new ArrayList<>();
    for (Json message : messages) {
      Json.Obj next = (Json.Obj) message;
      if (!joined.isEmpty() && sameRole((Json.Obj) joined.getLast(), next)) {
        joined.add(join((Json.Obj) joined.removeLast(), next));
      } else {
        joined.add(next);
      }
    }
    return joined;
  }

  private static boolean sameRole(Json.Obj one, Json.Obj other) {
    return Fields.text(one, "role").equals(Fields.text(other, "role"));
  }

  private static Json.Obj join(Json.Obj before, Json.Obj after) {
    Json first = before.get("content").orElse(Json.of(""));
    Json second = after.get("content").orElse(Json.of(""));
    if (first instanceof Json.Str one && second instanceof Json.Str two) {
      String text = one.value() + "\n\n" + two.value();
      return before.toBuilder().put("content", text).build();
    }
    List<Json> parts = new ArrayList<>(parts(first));
    parts.addAll(parts(second));
    return before.toBuilder().put("content", parts).build();
  }

  private static List<Json> parts(Json content) {
    return content instanceof Json.Arr list
        ? list.items()
        : List.of(Json.object().put("type", "text").put("text", content).build());
  }
}
