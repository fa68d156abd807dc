package dev.atom.model;

import dev.atom.json.JsonSchema;
import java.util.Objects;

/**
 * A function that a model may ask to have called.
 *
 * @param name letters, digits, underscore and hyphen, at most 64; what the model calls it by
 * @param description when and why to call it, for the model
 * @param parameters the schema of its arguments, an object
 * @param strict whether the provider is asked to enforce the schema, which it may then have to be
 *     written for; OpenAI's clients send it, the others take no notice
 */
public record Tool(String name, String description, JsonSchema parameters, boolean strict) {
  /** Checks the name against what all providers accept. */
  public Tool {
    if (!name.matches("[A-Za-z0-9_-]{1,64}")) {
      throw new IllegalArgumentException(
          "tool name \"" + name + "\": use 1 to 64 letters, digits, underscores and hyphens");
    }
    Objects.requireNonNull(description, "description");
    Objects.requireNonNull(parameters, "parameters");
  }

  /**
   * Creates a tool whose schema the provider is not asked to enforce.
   *
   * @param name letters, digits, underscore and hyphen, at most 64; what the model calls it by
   * @param description when and why to call it, for the model
   * @param parameters the schema of its arguments, an object
   */
  public Tool(String name, String description, JsonSchema parameters) {
    this(name, description, parameters, false);
  }
}
