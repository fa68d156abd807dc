package dev.atom.rules;

import dev.atom.json.Json;
import java.util.Optional;

/** What a condition on one field expected and what it found. Immutable and thread-safe. */
public final class Check {
  private static final Json HIDDEN = Json.of("(hidden)");

  private final String id;
  private final FieldCondition condition;
  private final Finding finding;
  private final Optional<Json> actual;
  private final Optional<Json> before;

  Check(
      String id,
      FieldCondition condition,
      Finding finding,
      Optional<Json> actual,
      Optional<Json> before) {
    this.id = id;
    this.condition = condition;
    this.finding = finding;
    this.actual = actual;
    this.before = before;
  }

  /** Stands for the value of a field that the schema calls sensitive. */
  static Json hidden(Json value) {
    return HIDDEN;
  }

  /**
   * Returns what names the condition in its rule.
   *
   * @return its id, or where it has none its place as a JSON Pointer, such as {@code /when/all/0}
   */
  public String id() {
    return id;
  }

  /**
   * Returns the condition: field, operator, and expected value.
   *
   * @return the condition
   */
  public FieldCondition condition() {
    return condition;
  }

  /**
   * Returns what was found.
   *
   * @return the finding, before any complement is taken
   */
  public Finding finding() {
    return finding;
  }

  /**
   * Returns the field's value.
   *
   * @return empty if there is none; the text {@code (hidden)} if the field is sensitive
   */
  public Optional<Json> actual() {
    return actual;
  }

  /**
   * Tells whether the condition is true.
   *
   * @return true or false, nothing between
   */
  public boolean holds() {
    return condition.holds(finding);
  }

  Json.Obj toJson() {
    var json =
        Json.object()
            .put("id", id)
            .put("field", condition.field())
            .put("op", condition.operator().jsonName());
    condition.value().ifPresent(value -> json.put("expected", value));
    actual.ifPresent(value -> json.put("actual", value));
    if (condition.operator().aboutChange()) {
      before.ifPresent(value -> json.put("before", value));
    }
    return json.put("holds", holds())
        .put("finding", finding.name().toLowerCase(java.util.Locale.ROOT))
        .build();
  }

  /** Such as {@code c1: tier eq "gold", is "silver"}. */
  @Override
  public String toString() {
    String expected = condition.value().map(value -> " " + Texts.shown(value)).orElse("");
    String name = id + ": " + condition.field() + " " + condition.operator().jsonName() + expected;
    return name + ", " + found();
  }

  private String found() {
    String is = actual.map(value -> "is " + Texts.shown(value)).orElse("is missing");
    return switch (finding) {
      case MATCHES, DIFFERS -> is + changed();
      case MISSING ->
          actual.isPresent() && !(actual.get() instanceof Json.Null)
              ? is + ", has nothing to be compared with"
              : is;
      case WRONG_TYPE -> is + ", which is of the wrong type";
      case NEEDS_ZONE -> is + ", which needs a time zone that the facts don't have";
    };
  }

  private String changed() {
    if (!condition.operator().aboutChange()) {
      return "";
    }
    String without = finding == Finding.MATCHES ? " and was missing" : " as before";
    return before.map(value -> " and was " + Texts.shown(value)).orElse(without);
  }
}
