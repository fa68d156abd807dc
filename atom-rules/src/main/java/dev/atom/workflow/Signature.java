package dev.atom.workflow;

import dev.atom.json.JsonSchema;
import dev.atom.operation.Effect;
import dev.atom.operation.Operation;
import java.util.Objects;

/**
 * What has to be known of an operation to check and plan a workflow: nothing here can be run.
 *
 * @param name the operation's name
 * @param parameters what it takes
 * @param effect what repeating it does to the world
 */
public record Signature(String name, JsonSchema parameters, Effect effect) {
  /** Refuses null. */
  public Signature {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(parameters, "parameters");
    Objects.requireNonNull(effect, "effect");
  }

  /**
   * Returns an operation's signature.
   *
   * @param operation the operation
   * @return its name, parameters and effect
   */
  public static Signature of(Operation operation) {
    return new Signature(operation.name(), operation.tool().parameters(), operation.effect());
  }
}
