package dev.atom.rules.replay;

import dev.atom.json.Json;
import dev.atom.rules.Facts;
import java.util.ArrayList;
import java.util.List;

/** Facts with one value changed. */
final class Values {
  private Values() {}

  /** JSON null takes the place of no value. */
  static Facts with(Facts facts, String path, Json value) {
    List<String> steps = List.of(path.split("\\.", -1));
    Json.Obj values = (Json.Obj) with(facts.values(), steps, value);
    return facts.toBuilder().values(values).build();
  }

  private static Json with(Json at, List<String> steps, Json value) {
    if (steps.isEmpty()) {
      return value;
    }
    String step = steps.getFirst();
    List<String> rest = steps.subList(1, steps.size());
    if (at instanceof Json.Arr array && index(step) < array.items().size()) {
      List<Json> items = new ArrayList<>(array.items());
      items.set(index(step), with(items.get(index(step)), rest, value));
      return Json.array(items);
    }
    Json.Obj object = at instanceof Json.Obj o ? o : Json.Obj.EMPTY;
    return object.toBuilder()
        .put(step, with(object.get(step).orElse(Json.Obj.EMPTY), rest, value))
        .build();
  }

  private static int index(String step) {
    return step.matches("0|[1-9][0-9]{0,8}") ? Integer.parseInt(step) : Integer.MAX_VALUE;
  }
}
