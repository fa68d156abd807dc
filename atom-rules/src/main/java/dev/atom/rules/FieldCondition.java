package dev.atom.rules;

import dev.atom.json.Json;
import java.util.Objects;
import java.util.Optional;

/** A test of one field. Immutable, thread-safe, equal by content; {@link Condition#field} begins one. */
public final class FieldCondition implements Condition {
  private final Optional<String> id;
  private final String field;
  private final Operator operator;
  private final Optional<Json> value;
  private final boolean ignoreCase;
  private final Optional<Missing> missing;

  private FieldCondition(
      Optional<String> id, FieldCondition test, boolean ignoreCase, Optional<Missing> missing) {
    this.id = id;
    this.field = test.field;
    this.operator = test.operator;
    this.value = test.value;
    this.ignoreCase = ignoreCase;
    this.missing = missing;
  }

  FieldCondition(String field, Operator operator, Optional<Json> value) {
    this.id = Optional.empty();
    this.field = Objects.requireNonNull(field, "field");
    this.operator = Objects.requireNonNull(operator, "operator");
    this.value = value;
    this.ignoreCase = false;
    this.missing = Optional.empty();
  }

  /**
   * Returns this condition with an id, by which traces name it.
   *
   * @param name unique in its rule, not blank
   * @return the condition
   */
  public FieldCondition id(String name) {
    return new FieldCondition(Optional.of(name), this, ignoreCase, missing);
  }

  /** This condition without its id: what it says, but not by what name. */
  FieldCondition withoutId() {
    return id.isEmpty() ? this : new FieldCondition(Optional.empty(), this, ignoreCase, missing);
  }

  /**
   * Returns this condition with text compared regardless of upper and lower case, in no particular
   * language.
   *
   * @return the condition
   */
  public FieldCondition ignoringCase() {
    return new FieldCondition(id, this, true, missing);
  }

  /**
   * Returns this condition with an answer for a missing or {@code null} field, in place of what the
   * operator answers. Operators about presence and about changes don't take one.
   *
   * @param answer what the condition answers then
   * @return the condition
   */
  public FieldCondition whenMissing(Missing answer) {
    return new FieldCondition(id, this, ignoreCase, Optional.of(answer));
  }

  /**
   * Returns the id by which traces name the condition.
   *
   * @return empty if it was given none; traces then name its place in the rule
   */
  public Optional<String> id() {
    return id;
  }

  /**
   * Returns the path of the field.
   *
   * @return names with dots between
   */
  public String field() {
    return field;
  }

  /**
   * Returns what is asked of the field.
   *
   * @return the operator
   */
  public Operator operator() {
    return operator;
  }

  /**
   * Returns what the field is compared with, as it stands in the rule document.
   *
   * @return empty if the operator takes none
   */
  public Optional<Json> value() {
    return value;
  }

  /**
   * Tells whether text is compared regardless of case.
   *
   * @return false unless set
   */
  public boolean ignoreCase() {
    return ignoreCase;
  }

  /**
   * Returns the answer for a missing field.
   *
   * @return empty if the operator's own answer holds
   */
  public Optional<Missing> missing() {
    return missing;
  }

  /** Whether the condition is true, given what was found. */
  boolean holds(Finding finding) {
    if (finding == Finding.MISSING && missing.isPresent()) {
      return missing.get() == Missing.MATCH;
    }
    return (finding == Finding.MATCHES) != operator.negated();
  }

  @Override
  public Json.Obj toJson() {
    var json = Json.object().put("id", id).put("field", field).put("op", operator.jsonName());
    value.ifPresent(v -> json.put("value", v));
    if (ignoreCase) {
      json.put("ignoreCase", true);
    }
    return json.put("missing", missing.map(Missing::jsonName)).build();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FieldCondition that
        && id.equals(that.id)
        && field.equals(that.field)
        && operator == that.operator
        && value.equals(that.value)
        && ignoreCase == that.ignoreCase
        && missing.equals(that.missing);
  }

  @Override
  public int hashCode() {
    return Objects.hash(id, field, operator.jsonName(), value, ignoreCase, missing);
  }

  @Override
  public String toString() {
    return toJson().toString();
  }
}
