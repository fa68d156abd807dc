package dev.atom.rules;

import dev.atom.json.Json;
import dev.atom.rules.jsonlogic.Explanation;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What one condition of a rule expected and what it found. Immutable and thread-safe. */
public final class Check {
  private static final Json HIDDEN = Json.of("(hidden)");

  private final String id;
  private final Condition condition;
  private final Finding finding;
  private final boolean holds;
  private final Optional<Json> actual;
  private final Optional<Json> before;
  private final Optional<MatchedItems> items;
  private final Optional<Json.Obj> asked;
  private final String why;
  private final Optional<Explanation> logic;

  private Check(Builder builder) {
    this.id = builder.id;
    this.condition = builder.condition;
    this.finding = builder.finding;
    this.holds = builder.holds;
    this.actual = builder.actual;
    this.before = builder.before;
    this.items = builder.items;
    this.asked = builder.asked;
    this.why = builder.why;
    this.logic = builder.logic;
  }

  /** Makes a check of a condition that is neither all, any, not nor atLeast. */
  static final class Builder {
    private final String id;
    private final Condition condition;
    private final Finding finding;
    private final boolean holds;
    private final boolean sensitive;
    private Optional<Json> actual = Optional.empty();
    private Optional<Json> before = Optional.empty();
    private Optional<MatchedItems> items = Optional.empty();
    private Optional<Json.Obj> asked = Optional.empty();
    private String why = "";
    private Optional<Explanation> logic = Optional.empty();

    Builder(String id, Condition condition, Finding finding, boolean holds, boolean sensitive) {
      this.id = id;
      this.condition = condition;
      this.finding = finding;
      this.holds = holds;
      this.sensitive = sensitive;
    }

    Builder actual(Optional<Json> value) {
      actual = sensitive ? value.map(Check::hidden) : value;
      return this;
    }

    Builder before(Optional<Json> value) {
      before = sensitive ? value.map(Check::hidden) : value;
      return this;
    }

    Builder items(MatchedItems matched) {
      items = Optional.of(matched);
      return this;
    }

    /** What was asked about, and why there may be no answer. */
    Builder asked(Json.Obj about, String whyNot) {
      asked = Optional.of(about);
      why = whyNot;
      return this;
    }

    /** What a JsonLogic rule read and met. */
    Builder logic(Explanation explanation) {
      logic = Optional.of(explanation);
      return this;
    }

    Check build() {
      return new Check(this);
    }
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
   * Returns the condition: what it looks at, operator, and expected value, or JsonLogic.
   *
   * @return the condition, which is not made of others but for those on the items of a list
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
   * Returns the field's value; of a count, sum and the like that number.
   *
   * @return empty if there is none; the text {@code (hidden)} if the field is sensitive
   */
  public Optional<Json> actual() {
    return actual;
  }

  /**
   * Returns which items of a list fulfil the condition on them.
   *
   * @return empty if the condition is on no list, or there is none
   */
  public Optional<MatchedItems> items() {
    return items;
  }

  /**
   * Returns what an external fact was asked about, or would have been.
   *
   * @return empty if the condition is on no external fact; values of fields that the schema calls
   *     sensitive are the text {@code (hidden)}
   */
  public Optional<Json.Obj> asked() {
    return asked;
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
    return holds;
  }

  /** How often a value of the wrong type was met. */
  int wrongTypes() {
    int found = logic.map(e -> e.failures().size()).orElse(finding == Finding.WRONG_TYPE ? 1 : 0);
    return found + items.map(MatchedItems::wrongTypes).orElse(0);
  }

  Json.Obj toJson() {
    var json = Json.object().put("id", id);
    switch (condition) {
      case FieldCondition field -> json.put("field", field.field());
      case ItemsCondition list ->
          json.put("items", list.items()).put("fold", list.fold().jsonName());
      case ExternalCondition external -> json.put("external", external.external());
      case Condition.Logic rule -> LogicNode.describe(rule, logic.orElseThrow(), json);
      default -> throw unknown();
    }
    asked.ifPresent(about -> json.put("with", about));
    test().ifPresent(test -> json.put("op", test.operator().jsonName()));
    test().flatMap(FieldCondition::value).ifPresent(value -> json.put("expected", value));
    actual.ifPresent(value -> json.put("actual", value));
    if (aboutChange()) {
      before.ifPresent(value -> json.put("before", value));
    }
    items.ifPresent(matched -> json.put("matched", matched.toJson()));
    return json.put("holds", holds).put("finding", finding.name().toLowerCase(Locale.ROOT)).build();
  }

  private Optional<FieldCondition> test() {
    return switch (condition) {
      case FieldCondition field -> Optional.of(field);
      case ItemsCondition list -> list.amount();
      case ExternalCondition external -> Optional.of(external.test());
      case Condition.Logic rule -> Optional.empty();
      default -> throw unknown();
    };
  }

  private IllegalStateException unknown() {
    return new IllegalStateException("a check is of one condition, not of " + condition);
  }

  private boolean aboutChange() {
    return test().filter(test -> test.operator().aboutChange()).isPresent();
  }

  /** Such as {@code c1: tier eq "gold", is "silver"}. */
  @Override
  public String toString() {
    if (condition instanceof Condition.Logic rule) {
      return id + ": " + LogicNode.text(rule, logic.orElseThrow());
    }
    String expected =
        test()
            .map(
                test ->
                    " "
                        + test.operator().jsonName()
                        + test.value().map(value -> " " + Texts.shown(value)).orElse(""))
            .orElse("");
    return id + ": " + subject() + expected + ", " + found();
  }

  private String subject() {
    return switch (condition) {
      case FieldCondition field -> field.field();
      case ItemsCondition list ->
          list.items() + " " + list.fold().jsonName() + list.of().map(of -> " of " + of).orElse("");
      case ExternalCondition external ->
          "external "
              + external.external()
              + asked.filter(about -> !about.members().isEmpty()).map(Texts::shown).orElse("");
      default -> throw unknown();
    };
  }

  private String found() {
    String is =
        actual
            .map(value -> "is " + Texts.shown(value))
            .orElse(items.isPresent() ? "" : "is missing");
    String which =
        items.map(matched -> (is.isEmpty() ? "" : is + ": ") + matched.toString()).orElse(is);
    return switch (finding) {
      case MATCHES, DIFFERS -> which + changed();
      case MISSING ->
          actual.isPresent() && !(actual.get() instanceof Json.Null)
              ? which + ", has nothing to be compared with"
              : which;
      case WRONG_TYPE -> which + ", which is of the wrong type";
      case UNAVAILABLE -> "is unavailable: " + why;
      case NOT_ASKED -> "was not asked, because the rule was decided without it";
      case NEEDS_ZONE -> which + ", which needs a time zone that the facts don't have";
    };
  }

  private String changed() {
    if (!aboutChange()) {
      return "";
    }
    String without = finding == Finding.MATCHES ? " and was missing" : " as before";
    return before.map(value -> " and was " + Texts.shown(value)).orElse(without);
  }
}
