package dev.atom.json;

import java.util.List;
import java.util.Objects;

/**
 * A JSON Schema: describes JSON values to a model or an editor, and checks them.
 *
 * <p>The document is of dialect 2020-12. {@link #check} understands the keywords that describe data
 * ({@code type, enum, const, properties, patternProperties, required, additionalProperties, items, prefixItems,
 * minItems, maxItems, uniqueItems, minProperties, maxProperties, minLength, maxLength, pattern,
 * minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf, anyOf, allOf, oneOf, not} and
 * {@code $ref} within the document). Other keywords, {@code format} among them, are kept and
 * describe only. Patterns are regular expressions of {@link java.util.regex.Pattern}.
 *
 * <p>Guarantees: a check ends soon for any value and any schema, and a violation never holds the
 * value. A pattern that takes too long is a violation of {@code pattern}; a value that is too deep or
 * that a schema makes too laborious is one of {@code limit}.
 *
 * <p>Immutable, thread-safe, equal by document.
 */
public final class JsonSchema {
  private final Json.Obj document;
  private final SchemaNode top;

  private JsonSchema(Json.Obj document) {
    this.document = document;
    this.top = SchemaReader.read(document);
  }

  /**
   * Returns the schema that a document holds.
   *
   * @param document the JSON Schema document
   * @return the schema
   * @throws JsonException if a keyword has a value of the wrong form, a reference leads nowhere or
   *     back to itself, or a pattern can't be compiled; names the path
   */
  public static JsonSchema of(Json.Obj document) {
    return new JsonSchema(document);
  }

  /**
   * Parses a JSON text as a schema.
   *
   * @param text a JSON Schema document
   * @return the schema
   * @throws JsonException if the text is not JSON or not a schema
   */
  public static JsonSchema parse(String text) {
    return of(Json.parseObject(text));
  }

  /**
   * Derives the schema of a record: its components are the properties; all are required but those
   * of type Optional; no others are allowed. Components may be strings, numbers, booleans, enums,
   * {@code java.time} values (as strings with a format), {@link Json}, records, lists, sets, maps
   * with text keys, and Optional of these. A {@link Described} annotation becomes the description.
   *
   * @param type a record class; not recursive
   * @return the schema
   * @throws IllegalArgumentException if a component's type can't be described; names it
   */
  public static JsonSchema of(Class<? extends Record> type) {
    return of(RecordSchemas.describe(type));
  }

  /**
   * Returns the schema of an object without properties, as for a tool without parameters.
   *
   * @return the schema
   */
  public static JsonSchema empty() {
    return of(
        Json.object()
            .put("type", "object")
            .put("properties", Json.Obj.EMPTY)
            .put("additionalProperties", false)
            .build());
  }

  /**
   * Returns the document.
   *
   * @return the JSON Schema as it was given or derived
   */
  public Json.Obj document() {
    return document;
  }

  /**
   * Checks a value.
   *
   * @param value any JSON value
   * @return what does not fit, in the order of the document; empty if the value is valid
   */
  public List<Violation> check(Json value) {
    SchemaCheck check = new SchemaCheck();
    check.visit(top, value, "");
    if (check.givenUp()) {
      return List.of(new Violation("", "limit", "the value is too deep or too laborious to check"));
    }
    return List.copyOf(check.violations());
  }

  /**
   * Removes the nulls by which a value says that something optional is missing: those of members that
   * are not required and whose schema refuses null. Some providers have a model write every member.
   * Looks into properties, items, references, and unions of which one form alone has members or
   * items.
   *
   * @param value any JSON value
   * @return the value without them, the same where there are none
   */
  public Json withoutOptionalNulls(Json value) {
    return new OptionalNulls(document).remove(document, value);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof JsonSchema that && document.equals(that.document);
  }

  @Override
  public int hashCode() {
    return document.hashCode();
  }

  @Override
  public String toString() {
    return document.toString();
  }

  /**
   * One thing that does not fit.
   *
   * @param path the JSON Pointer of the value, empty for the whole
   * @param keyword the keyword of the schema that refuses it
   * @param message what is expected there, without the value itself
   */
  public record Violation(String path, String keyword, String message) {
    /** Refuses null. */
    public Violation {
      Objects.requireNonNull(path, "path");
      Objects.requireNonNull(keyword, "keyword");
      Objects.requireNonNull(message, "message");
    }
  }
}
