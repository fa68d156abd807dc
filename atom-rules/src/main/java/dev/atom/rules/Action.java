package dev.atom.rules;

import dev.atom.json.Json;
import java.util.Objects;

/**
 * What is to be done when a rule fires, as data; the host decides what the name means.
 *
 * @param name what to do: {@code "do"} in a rule document
 * @param parameters what to do it with: {@code "with"} in a rule document
 * @param extra further members of the document, kept as they are
 */
public record Action(String name, Json.Obj parameters, Json.Obj extra) {
  /** Refuses a blank name and members in {@code extra} that have a place of their own. */
  public Action {
    if (name.isBlank()) {
      throw new IllegalArgumentException("an action needs a name");
    }
    Objects.requireNonNull(parameters, "parameters");
    if (extra.get("do").isPresent() || extra.get("with").isPresent()) {
      throw new IllegalArgumentException(
          "action \"" + name + "\": \"do\" and \"with\" are no further members");
    }
  }

  /**
   * Returns an action without parameters.
   *
   * @param name what to do
   * @return the action
   */
  public static Action of(String name) {
    return of(name, Json.Obj.EMPTY);
  }

  /**
   * Returns an action.
   *
   * @param name what to do
   * @param parameters what to do it with
   * @return the action
   */
  public static Action of(String name, Json.Obj parameters) {
    return new Action(name, parameters, Json.Obj.EMPTY);
  }

  /**
   * Returns the action as it stands in a rule document.
   *
   * @return an object with {@code do}, {@code with} unless it is empty, and the further members
   */
  public Json.Obj toJson() {
    var json = Json.object().put("do", name);
    if (!parameters.members().isEmpty()) {
      json.put("with", parameters);
    }
    return json.putAll(extra).build();
  }
}
