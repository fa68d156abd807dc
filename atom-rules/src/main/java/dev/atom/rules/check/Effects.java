package dev.atom.rules.check;

import dev.atom.json.Json;
import dev.atom.rules.Action;
import java.util.Map;
import java.util.Optional;

/** Tells which fields an action changes. Implementations are pure and thread-safe. */
@FunctionalInterface
public interface Effects {
  /** No action changes a field that rules look at. */
  Effects NONE = action -> Map.of();

  /**
   * Tells which fields an action changes.
   *
   * @param action the action
   * @return by path, the value that the field has afterwards; an empty one if it is not known
   *     beforehand
   */
  Map<String, Optional<Json>> of(Action action);

  /**
   * Returns the effects of actions {@code setCell} with {@code {"field": path, "value": value}}; other
   * actions change nothing.
   *
   * @return the effects
   */
  static Effects setCell() {
    return action ->
        action.name().equals("setCell")
            ? action
                .parameters()
                .text("field")
                .map(field -> Map.of(field, action.parameters().get("value")))
                .orElse(Map.of())
            : Map.of();
  }
}
