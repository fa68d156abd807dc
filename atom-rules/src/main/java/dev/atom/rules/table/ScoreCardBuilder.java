package dev.atom.rules.table;

import dev.atom.json.Json;
import dev.atom.json.JsonObjectBuilder;
import dev.atom.rules.InvalidRules;
import dev.atom.rules.RuleVocabulary;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Builds a {@link ScoreCard}. Defaults: no name, no description, a base of 0, no outcomes. Not
 * thread-safe.
 *
 * {@snippet file="dev/atom/rules/table/TablesDocumentationTest.java" region="scoreBuilder"}
 */
public final class ScoreCardBuilder {
  private final JsonObjectBuilder card = Json.object();
  private final List<Json> attributes = new ArrayList<>();
  private final List<Json> outcomes = new ArrayList<>();

  ScoreCardBuilder(String id) {
    card.put("id", id);
  }

  /**
   * Sets the name for people.
   *
   * @param text the name
   * @return this builder
   */
  public ScoreCardBuilder name(String text) {
    card.put("name", text);
    return this;
  }

  /**
   * Says what the card is for.
   *
   * @param text for people
   * @return this builder
   */
  public ScoreCardBuilder description(String text) {
    card.put("description", text);
    return this;
  }

  /**
   * Sets the points that everything begins with.
   *
   * @param points a number, exact
   * @return this builder
   */
  public ScoreCardBuilder base(Number points) {
    card.put("base", number(points));
    return this;
  }

  /**
   * Adds an attribute.
   *
   * @param field the path of the fact
   * @param type the type of the fact
   * @param attribute gives its bands, in their order, and what else is said of it
   * @return this builder
   */
  public ScoreCardBuilder attribute(String field, ColumnType type, Consumer<Attribute> attribute) {
    Attribute made = new Attribute(field, type);
    attribute.accept(made);
    attributes.add(made.json());
    return this;
  }

  /**
   * Adds the outcome of totals below all others.
   *
   * @param name what the total stands for
   * @return this builder
   */
  public ScoreCardBuilder outcome(String name) {
    outcomes.add(Json.object().put("outcome", name).build());
    return this;
  }

  /**
   * Adds an outcome; they ascend.
   *
   * @param from the total from which it holds, above those before
   * @param name what the total stands for
   * @return this builder
   */
  public ScoreCardBuilder outcome(Number from, String name) {
    outcomes.add(Json.object().put("from", number(from)).put("outcome", name).build());
    return this;
  }

  /**
   * Returns the card, whose attributes may be any facts.
   *
   * @return the card; it equals the one parsed from its document
   * @throws InvalidRules if something is wrong with the card; says everything at once
   */
  public ScoreCard build() {
    return build(RuleVocabulary.OPEN);
  }

  /**
   * Returns the card, checked against a vocabulary.
   *
   * @param vocabulary the facts that the attributes may be
   * @return the card; it equals the one parsed from its document
   * @throws InvalidRules if something is wrong with the card; says everything at once
   */
  public ScoreCard build(RuleVocabulary vocabulary) {
    JsonObjectBuilder document = card.build().toBuilder().put("attributes", attributes);
    if (!outcomes.isEmpty()) {
      document.put("outcomes", outcomes);
    }
    return ScoreCard.parse(document.build(), vocabulary, TableLimits.DEFAULT);
  }

  private static Json number(Number points) {
    return points instanceof BigDecimal exact
        ? Json.of(exact)
        : Json.of(new BigDecimal(points.toString()));
  }

  /** Builds an attribute. Defaults: its field as its label, any value, 0 points in no band. */
  public static final class Attribute {
    private final JsonObjectBuilder attribute = Json.object();
    private final List<Json> bands = new ArrayList<>();

    private Attribute(String field, ColumnType type) {
      attribute.put("field", field).put("type", type.jsonName());
    }

    /**
     * Sets what the attribute is called for people.
     *
     * @param text the label
     * @return this attribute
     */
    public Attribute label(String text) {
      attribute.put("label", text);
      return this;
    }

    /**
     * Says which values there are, so that {@link ScoreCard#faults} looks at no others.
     *
     * @param cell a cell: {@code "gold, basic"}, {@code ">= 0"}
     * @return this attribute
     */
    public Attribute allowed(Object cell) {
      attribute.put("allowed", Json.from(cell));
      return this;
    }

    /**
     * Says that the fact may be missing.
     *
     * @return this attribute
     */
    public Attribute optional() {
      attribute.put("optional", true);
      return this;
    }

    /**
     * Adds a band without a reason code.
     *
     * @param when a cell: text, a number, a truth value, a list or {@link Json}
     * @param points what it gives
     * @return this attribute
     */
    public Attribute band(Object when, Number points) {
      bands.add(Json.object().put("when", Json.from(when)).put("points", number(points)).build());
      return this;
    }

    /**
     * Adds a band.
     *
     * @param when a cell: text, a number, a truth value, a list or {@link Json}
     * @param points what it gives
     * @param reason the code that is told if points were lost here
     * @return this attribute
     */
    public Attribute band(Object when, Number points, String reason) {
      bands.add(
          Json.object()
              .put("when", Json.from(when))
              .put("points", number(points))
              .put("reason", reason)
              .build());
      return this;
    }

    /**
     * Sets what values in no band give.
     *
     * @param points the points
     * @return this attribute
     */
    public Attribute otherwise(Number points) {
      attribute.put("otherwise", Json.object().put("points", number(points)).build());
      return this;
    }

    /**
     * Sets what values in no band give.
     *
     * @param points the points
     * @param reason the code that is told if points were lost here
     * @return this attribute
     */
    public Attribute otherwise(Number points, String reason) {
      attribute.put(
          "otherwise", Json.object().put("points", number(points)).put("reason", reason).build());
      return this;
    }

    private Json json() {
      return attribute.put("bands", bands).build();
    }
  }
}
