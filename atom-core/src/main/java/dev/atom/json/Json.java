package dev.atom.json;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A JSON value as defined by RFC 8259: immutable, thread-safe, equal by content. Members keep their
 * order, which equality ignores; numbers are exact and equal by value.
 *
 * <p>{@code toString()} is the compact JSON text, so keep confidential values out of logs. Values
 * nest up to 500 levels; deeper ones can be neither read nor written.
 */
public sealed interface Json {
  /** The JSON literal {@code null}. */
  Json NULL = new Null();

  /**
   * An object.
   *
   * @param members the members in their order; copied
   */
  record Obj(Map<String, Json> members) implements Json {
    /** The object without members. */
    public static final Obj EMPTY = new Obj(Map.of());

    /** Copies the members, keeping their order. */
    public Obj {
      members = Members.copyOf(members);
    }

    /**
     * Returns a member.
     *
     * @param name the member's name
     * @return empty if there is no such member; a member that is {@code null} in JSON is present
     */
    public Optional<Json> get(String name) {
      return Optional.ofNullable(members.get(name));
    }

    /**
     * Returns the text of a member.
     *
     * @param name the member's name
     * @return empty if the member is missing or no string
     */
    public Optional<String> text(String name) {
      return members.get(name) instanceof Str s ? Optional.of(s.value()) : Optional.empty();
    }

    /**
     * Returns a builder that starts with these members.
     *
     * @return a new builder
     */
    public JsonObjectBuilder toBuilder() {
      JsonObjectBuilder builder = new JsonObjectBuilder();
      members.forEach(builder::put);
      return builder;
    }

    @Override
    public String toString() {
      return CompactText.of(this);
    }
  }

  /**
   * An array.
   *
   * @param items the items; copied
   */
  record Arr(List<Json> items) implements Json {
    /** Copies the items. */
    public Arr {
      items = List.copyOf(items);
    }

    @Override
    public String toString() {
      return CompactText.of(this);
    }
  }

  /**
   * A string.
   *
   * @param value its characters
   */
  record Str(String value) implements Json {
    /** Refuses null. */
    public Str {
      Objects.requireNonNull(value, "value");
    }

    @Override
    public String toString() {
      return CompactText.of(this);
    }
  }

  /**
   * A number, exact. {@code 1} and {@code 1.0} are equal.
   *
   * @param value its value
   */
  record Num(BigDecimal value) implements Json {
    /** Refuses null. */
    public Num {
      Objects.requireNonNull(value, "value");
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Num that && value.compareTo(that.value) == 0;
    }

    @Override
    public int hashCode() {
      return JsonNumbers.hash(value);
    }

    @Override
    public String toString() {
      return value.toString();
    }
  }

  /**
   * A truth value.
   *
   * @param value true or false
   */
  record Bool(boolean value) implements Json {
    @Override
    public String toString() {
      return Boolean.toString(value);
    }
  }

  /** The type of {@link #NULL}, of which there is no other. */
  final class Null implements Json {
    private Null() {}

    @Override
    public String toString() {
      return "null";
    }
  }

  /**
   * Parses a JSON text.
   *
   * @param text one JSON value, with white space around it at most; at most 500 levels deep
   * @return the value
   * @throws JsonException if the text is not JSON, names a member twice or exceeds a limit; says
   *     line and column
   */
  static Json parse(String text) {
    return JsonText.read(text);
  }

  /**
   * Parses a JSON text in UTF-8, which spares making a string of it first.
   *
   * @param utf8 one JSON value, with white space around it at most; at most 500 levels deep
   * @return the value
   * @throws JsonException if the bytes are not JSON in UTF-8, name a member twice or exceed a limit;
   *     says line and column
   */
  static Json parse(byte[] utf8) {
    return parse(utf8, 0, utf8.length);
  }

  /**
   * Parses a JSON text in UTF-8 where it lies among other bytes.
   *
   * @param bytes hold one JSON value, with white space around it at most; not kept
   * @param from where the text begins
   * @param to where it ends, exclusive
   * @return the value
   * @throws JsonException if the bytes are not JSON in UTF-8, name a member twice or exceed a limit;
   *     says line and column
   */
  static Json parse(byte[] bytes, int from, int to) {
    return JsonText.read(bytes, from, to);
  }

  /**
   * Parses a JSON text that must be an object.
   *
   * @param text one JSON object
   * @return the object
   * @throws JsonException if the text is not a JSON object
   */
  static Obj parseObject(String text) {
    if (parse(text) instanceof Obj object) {
      return object;
    }
    throw new JsonException("expected a JSON object", "", 1, 1);
  }

  /**
   * Returns a string value.
   *
   * @param value the characters
   * @return the value
   */
  static Json of(String value) {
    return new Str(value);
  }

  /**
   * Returns a whole number.
   *
   * @param value the number
   * @return the value
   */
  static Json of(long value) {
    return new Num(BigDecimal.valueOf(value));
  }

  /**
   * Returns an exact number.
   *
   * @param value the number
   * @return the value
   */
  static Json of(BigDecimal value) {
    return new Num(value);
  }

  /**
   * Returns a truth value.
   *
   * @param value true or false
   * @return the value
   */
  static Json of(boolean value) {
    return value ? JsonText.TRUE : JsonText.FALSE;
  }

  /**
   * Returns an array.
   *
   * @param items its items
   * @return the array
   */
  static Arr array(List<? extends Json> items) {
    return new Arr(List.copyOf(items));
  }

  /**
   * Returns a builder of an object.
   *
   * @return a new, empty builder
   */
  static JsonObjectBuilder object() {
    return new JsonObjectBuilder();
  }

  /**
   * Turns a record, list, map, enum, string, number, boolean, {@link Optional} or {@code java.time}
   * value into JSON. An empty Optional is left out of an object; a record's members stand in the
   * order of its components, an enum's constant under its {@code name()}.
   *
   * <p>In a named module, open the package of a record that is not public and exported to {@code
   * dev.atom.core}, here and for {@link #as}.
   *
   * @param value the value
   * @return its JSON
   * @throws JsonException if its type can't be written
   */
  static Json from(Object value) {
    return JsonBinding.toJson(value);
  }

  /**
   * Turns this value into a record or another type that {@link #from} can write. Nothing is
   * converted silently: a string is no number, 1.5 no whole one. A component must be there unless it
   * is an {@link Optional}; members that the record does not have are passed over.
   *
   * @param type the class of the result
   * @param <T> the type of the result
   * @return the value
   * @throws JsonException if this value does not fit, or the record's constructor refuses it; names
   *     the path
   */
  default <T> T as(Class<T> type) {
    return JsonBinding.fromJson(this, type);
  }

  /**
   * Returns the value at a JSON Pointer (RFC 6901).
   *
   * @param pointer empty for this value, or steps that each begin with a slash
   * @return empty if a step finds nothing
   * @throws IllegalArgumentException if the pointer is not empty and does not begin with a slash
   */
  default Optional<Json> at(String pointer) {
    return JsonPointer.find(this, pointer);
  }

  /**
   * Returns the compact JSON text in UTF-8, which spares making a string of it first.
   *
   * @return the bytes, the caller's own
   */
  default byte[] toUtf8() {
    return JsonText.writeUtf8(this);
  }

  /**
   * Returns the text that all equal values share, to be hashed or signed: the canonical form of RFC
   * 8785, with members in the order of their names and without white space. Other than there, numbers
   * keep all their digits; those that a double holds exactly as they are written look as in the RFC.
   *
   * @return the text, which is JSON
   */
  default String toCanonicalString() {
    return CanonicalText.of(this);
  }

  /**
   * Returns the JSON text on several lines, indented by two spaces.
   *
   * @return the text, without a final line end
   */
  default String toPrettyString() {
    return JsonText.writePretty(this);
  }
}
