package dev.atom.rules.replay;

import dev.atom.json.Json;
import dev.atom.rules.FieldCondition;
import java.util.Objects;
import java.util.Optional;

/**
 * A condition that would have to be otherwise for a rule to match.
 *
 * @param id the condition's id in the rule, or its place
 * @param condition the condition
 * @param hold whether it would have to hold; false for one that holds and must not
 * @param example a value of the field with which it would be so, tried out; JSON null for none; empty
 *     if none was found or the condition is not about the field's value
 */
public record Need(String id, FieldCondition condition, boolean hold, Optional<Json> example) {
  /** Refuses null. */
  public Need {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(condition, "condition");
    Objects.requireNonNull(example, "example");
  }

  Json.Obj toJson() {
    var json = Json.object().put("id", id).put("hold", hold);
    example.ifPresent(value -> json.put("example", value));
    return json.build();
  }

  /** Such as {@code c1: tier eq "gold", as with "gold"}. */
  @Override
  public String toString() {
    String value = condition.value().map(v -> " " + v).orElse("");
    String not = hold ? "" : "not ";
    return id
        + ": "
        + not
        + condition.field()
        + " "
        + condition.operator()
        + value
        + example.map(e -> ", as with " + (e instanceof Json.Null ? "no value" : e)).orElse("");
  }
}
