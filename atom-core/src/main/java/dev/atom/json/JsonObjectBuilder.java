package dev.atom.json;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** Builds a {@link Json.Obj} member by member, keeping their order. Not thread-safe. */
public final class JsonObjectBuilder {
  private final Members.Builder members = new Members.Builder();

  /** Creates an empty builder; reached through {@link Json#object()}. */
  JsonObjectBuilder() {}

  /**
   * Sets a member, replacing one of the same name.
   *
   * @param name the member's name
   * @param value its value
   * @return this builder
   */
  public JsonObjectBuilder put(String name, Json value) {
    members.put(name, value);
    return this;
  }

  /**
   * Sets a string member.
   *
   * @param name the member's name
   * @param value its characters
   * @return this builder
   */
  public JsonObjectBuilder put(String name, String value) {
    return put(name, Json.of(value));
  }

  /**
   * Sets a whole-number member.
   *
   * @param name the member's name
   * @param value its value
   * @return this builder
   */
  public JsonObjectBuilder put(String name, long value) {
    return put(name, Json.of(value));
  }

  /**
   * Sets an exact number member.
   *
   * @param name the member's name
   * @param value its value
   * @return this builder
   */
  public JsonObjectBuilder put(String name, BigDecimal value) {
    return put(name, Json.of(value));
  }

  /**
   * Sets a truth value.
   *
   * @param name the member's name
   * @param value its value
   * @return this builder
   */
  public JsonObjectBuilder put(String name, boolean value) {
    return put(name, Json.of(value));
  }

  /**
   * Sets an array member.
   *
   * @param name the member's name
   * @param items its items
   * @return this builder
   */
  public JsonObjectBuilder put(String name, List<? extends Json> items) {
    return put(name, Json.array(items));
  }

  /**
   * Sets a string member if there is a value.
   *
   * @param name the member's name
   * @param value its characters; empty leaves the member as it is
   * @return this builder
   */
  public JsonObjectBuilder put(String name, Optional<String> value) {
    value.ifPresent(v -> put(name, v));
    return this;
  }

  /**
   * Sets every member of an object.
   *
   * @param object whose members are set
   * @return this builder
   */
  public JsonObjectBuilder putAll(Json.Obj object) {
    object.members().forEach(members::put);
    return this;
  }

  /**
   * Returns the object built so far. The builder may go on.
   *
   * @return the object
   */
  public Json.Obj build() {
    return new Json.Obj(members.build());
  }
}
