package dev.atom.rules;

import dev.atom.json.Json;
import dev.atom.rules.jsonlogic.Explanation;
import java.util.Map;
import java.util.Optional;

/** What one condition of a rule expected and what it found. Immutable and thread-safe. */
public final class Check {
  private static final Json HIDDEN = Json.of("(hidden)");

  private final String id;
  private final Condition condition;
  private final Finding finding;
  private final Optional<Json> actual;
  private final Optional<Json> before;
  private final Optional<Explanation> logic;

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
    this.logic = Optional.empty();
  }

  Check(String id, Condition.Logic condition, Finding finding, Explanation explanation) {
    this.id = id;
    this.condition = condition;
    this.finding = finding;
    this.actual = Optional.empty();
    this.before = Optional.empty();
    this.logic = Optional.of(explanation);
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
   * Returns the condition: field, operator and expected value, or JsonLogic.
   *
   * @return the condition, which is not made of others
   */
  public Condition condition() {
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
   * Returns what a JsonLogic rule read of the facts.
   *
   * @return by path, null where nothing was; {@code (hidden)} where the field is sensitive; empty for
   *     a condition on a field
   */
  public Map<String, Json> reads() {
    return logic.map(Explanation::reads).orElse(Map.of());
  }

  /**
   * Tells whether the condition is true.
   *
   * @return true or false, nothing between
   */
  public boolean holds() {
    return logic.map(Explanation::holds).orElseGet(() -> field().holds(finding));
  }

  /** How often a value of the wrong type was met. */
  int wrongTypes() {
    return logic
        .map(explanation -> explanation.failures().size())
        .orElse(finding == Finding.WRONG_TYPE ? 1 : 0);
  }

  private FieldCondition field() {
    return (FieldCondition) condition;
  }

  Json.Obj toJson() {
    var json = Json.object().put("id", id);
    if (logic.isPresent()) {
      LogicNode.describe((Condition.Logic) condition, logic.get(), json);
    } else {
      json.put("field", field().field()).put("op", field().operator().jsonName());
      field().value().ifPresent(value -> json.put("expected", value));
      actual.ifPresent(value -> json.put("actual", value));
      if (field().operator().aboutChange()) {
        before.ifPresent(value -> json.put("before", value));
      }
    }
    return json.put("holds", holds())
        .put("finding", finding.name().toLowerCase(java.util.Locale.ROOT))
        .build();
  }

  /** Such as {@code c1: tier eq "gold", is "silver"}. */
  @Override
  public String toString() {
    if (logic.isPresent()) {
      return id + ": " + LogicNode.text((Condition.Logic) condition, logic.get());
    }
    String expected = field().value().map(value -> " " + Texts.shown(value)).orElse("");
    String name = id + ": " + field().field() + " " + field().operator().jsonName() + expected;
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
    if (!field().operator().aboutChange()) {
      return "";
    }
    String without = finding == Finding.MATCHES ? " and was missing" : " as before";
    return before.map(value -> " and was " + Texts.shown(value)).orElse(without);
  }
}
