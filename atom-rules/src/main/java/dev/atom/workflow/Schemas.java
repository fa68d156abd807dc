package dev.atom.workflow;

import dev.atom.json.Json;
import java.util.List;
import java.util.Optional;

/** What a schema says about a place, as far as it says it plainly. */
final class Schemas {
  private Schemas() {}

  /** Why nothing can be at a path; empty if something may. */
  static Optional<String> at(Json.Obj schema, List<String> path) {
    Json.Obj at = schema;
    for (String step : path) {
      Optional<Json> next = next(at, step);
      if (next.isEmpty()) {
        boolean closed =
            at.get("properties").isPresent()
                && at.get("additionalProperties").equals(Optional.of(Json.of(false)));
        return closed ? Optional.of("the inputs have no \"" + step + "\"") : Optional.empty();
      }
      if (!(next.get() instanceof Json.Obj inner)) {
        return Optional.empty();
      }
      at = inner;
    }
    return Optional.empty();
  }

  /** The one type of what is at a path, if the schema names it. */
  static Optional<String> type(Json.Obj schema, List<String> path) {
    Json.Obj at = schema;
    for (String step : path) {
      if (!(next(at, step).orElse(Json.NULL) instanceof Json.Obj inner)) {
        return Optional.empty();
      }
      at = inner;
    }
    return at.text("type");
  }

  private static Optional<Json> next(Json.Obj schema, String step) {
    if (schema.members().get("properties") instanceof Json.Obj properties
        && properties.get(step).isPresent()) {
      return properties.get(step);
    }
    boolean index = !step.isEmpty() && step.chars().allMatch(c -> c >= '0' && c <= '9');
    return index ? schema.get("items") : Optional.empty();
  }
}
