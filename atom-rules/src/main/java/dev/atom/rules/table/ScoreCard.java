package dev.atom.rules.table;

import dev.atom.json.Json;
import dev.atom.rules.Facts;
import dev.atom.rules.InvalidRules;
import dev.atom.rules.RuleVocabulary;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A score card: each attribute gives the points of the first of its bands that takes the value, and
 * the sum stands for an outcome.
 *
 * {@snippet file="dev/atom/rules/table/TablesDocumentationTest.java" region="score"}
 *
 * <p>{@code score-card.schema.json}, beside this class, describes the document. Bands are cells as in
 * a {@link DecisionTable}. Immutable and thread-safe. Equal by document.
 */
public final class ScoreCard {
  private final Json.Obj document;
  private final BigDecimal base;
  private final List<ScoreAttribute> attributes;
  private final List<BigDecimal> highest;
  private final List<Threshold> outcomes;

  /** From how many points on an outcome holds; empty for any. */
  record Threshold(Optional<BigDecimal> from, String outcome) {}

  ScoreCard(
      Json.Obj document,
      BigDecimal base,
      List<ScoreAttribute> attributes,
      List<Threshold> outcomes) {
    this.document = document;
    this.base = base;
    this.attributes = List.copyOf(attributes);
    this.highest = attributes.stream().map(ScoreAttribute::highest).toList();
    this.outcomes = List.copyOf(outcomes);
  }

  /**
   * Parses a score card whose attributes may be any facts.
   *
   * @param text a card's document
   * @return the card
   * @throws InvalidRules if something is wrong with the document; says everything at once
   */
  public static ScoreCard parse(String text) {
    return parse(text, RuleVocabulary.OPEN);
  }

  /**
   * Parses a score card and checks it against a vocabulary.
   *
   * @param text a card's document
   * @param vocabulary the facts that the attributes may be
   * @return the card
   * @throws InvalidRules if something is wrong with the document; says everything at once
   */
  public static ScoreCard parse(String text, RuleVocabulary vocabulary) {
    return parse(
        DecisionTable.json(text, TableLimits.DEFAULT.characters()),
        vocabulary,
        TableLimits.DEFAULT);
  }

  /**
   * Parses a score card that is JSON already.
   *
   * @param document a card's document
   * @param vocabulary the facts that the attributes may be
   * @param limits how many attributes (columns) and bands (rows) there may be
   * @return the card
   * @throws InvalidRules if something is wrong with the document; says everything at once
   */
  public static ScoreCard parse(Json document, RuleVocabulary vocabulary, TableLimits limits) {
    return new ScoreCardReader(vocabulary, limits).read(document);
  }

  /**
   * Returns a builder of a card.
   *
   * @param id what names the card, not blank
   * @return a new builder
   */
  public static ScoreCardBuilder newBuilder(String id) {
    return new ScoreCardBuilder(id);
  }

  /**
   * Evaluates the card. Pure: the same facts at the same time give the same result. {@link
   * ScoreResult#reasons} of the result tells which attributes cost most points.
   *
   * @param facts one snapshot
   * @param now the time that operators on ages count from
   * @return points, total, outcome, and why
   */
  public ScoreResult evaluate(Facts facts, Instant now) {
    List<ScoreResult.Contribution> contributions = new ArrayList<>();
    for (int i = 0; i < attributes.size(); i++) {
      contributions.add(attributes.get(i).evaluate(facts, now, highest.get(i)));
    }
    BigDecimal total =
        contributions.stream().map(ScoreResult.Contribution::points).reduce(base, BigDecimal::add);
    return new ScoreResult(base, contributions, total, outcome(total));
  }

  /** The thresholds ascend, so that the last one that is reached holds. */
  private Optional<String> outcome(BigDecimal total) {
    return outcomes.stream()
        .filter(threshold -> threshold.from().map(from -> from.compareTo(total) <= 0).orElse(true))
        .reduce((lower, higher) -> higher)
        .map(Threshold::outcome);
  }

  /**
   * Checks the card: values that no band takes, where there is no {@code otherwise}, bands that never
   * take one, and outcomes that no total reaches.
   *
   * @return what is wrong, for people; empty if nothing is
   */
  public List<String> faults() {
    List<String> faults = new ArrayList<>();
    attributes.forEach(attribute -> faults.addAll(attribute.faults()));
    BigDecimal most = highest.stream().reduce(base, BigDecimal::add);
    for (Threshold threshold : outcomes) {
      if (threshold.from().filter(from -> from.compareTo(most) > 0).isPresent()) {
        faults.add("no total reaches \"" + threshold.outcome() + "\"; the highest is " + most);
      }
    }
    return List.copyOf(faults);
  }

  /**
   * Returns what names the card.
   *
   * @return not blank
   */
  public String id() {
    return document.text("id").orElseThrow();
  }

  /**
   * Returns the document.
   *
   * @return as it was parsed
   */
  public Json.Obj toJson() {
    return document;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ScoreCard that && document.equals(that.document);
  }

  @Override
  public int hashCode() {
    return document.hashCode();
  }

  @Override
  public String toString() {
    return document.toString();
  }
}
