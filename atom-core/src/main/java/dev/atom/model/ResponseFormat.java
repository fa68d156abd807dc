package dev.atom.model;

import dev.atom.json.JsonSchema;

/** The form that a reply's text must have. */
public sealed interface ResponseFormat {
  /** Any text. The default. */
  ResponseFormat TEXT = Free.TEXT;

  /** Some JSON object. */
  ResponseFormat JSON = Free.JSON;

  /** The forms without a schema. */
  enum Free implements ResponseFormat {
    /** Any text. */
    TEXT,
    /** Some JSON object. */
    JSON
  }

  /**
   * JSON that follows a schema.
   *
   * @param name letters, digits, underscore and hyphen, at most 64
   * @param schema the schema, an object at the top
   * @param strict whether the provider must enforce the schema; it may then accept fewer schemas
   */
  record Schema(String name, JsonSchema schema, boolean strict) implements ResponseFormat {}

  /**
   * Returns the form of a record, enforced by the provider.
   *
   * @param type the record that the reply becomes, see {@link ChatReply#as}
   * @return the format
   */
  static ResponseFormat of(Class<? extends Record> type) {
    return new Schema(type.getSimpleName(), JsonSchema.of(type), true);
  }
}
