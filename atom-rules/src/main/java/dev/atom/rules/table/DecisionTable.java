package dev.atom.rules.table;

import dev.atom.json.Json;
import dev.atom.json.JsonException;
import dev.atom.rules.Facts;
import dev.atom.rules.InvalidRules;
import dev.atom.rules.InvalidRules.Kind;
import dev.atom.rules.RuleSet;
import dev.atom.rules.RuleVocabulary;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A decision table: inputs, outputs, and rows of tests and results, with a policy that says which of
 * the rows that match count.
 *
 * {@snippet file="dev/atom/rules/table/TablesDocumentationTest.java" region="first"}
 *
 * <p>{@code decision-table.schema.json}, beside this class, describes the document. A cell is {@code
 * "-"} for anything, a value, a compact text such as {@code "[1..10)"}, {@code "gold, silver"} or
 * {@code "not(gold)"}, a list of cells of which one must hold, or an object: bounds such as {@code
 * {"gte": 1, "lt": 10}}, {@code {"not": cell}}, {@code {"eq": value}}, or {@code {"op": ..., "value":
 * ...}} with any {@link dev.atom.rules.Operator}.
 *
 * <p>Rows are evaluated by a {@link RuleSet}; what a test means is what the rule engine says.
 * Immutable and thread-safe. Equal by content.
 */
public final class DecisionTable {
  private final TableContent content;
  private final RuleVocabulary vocabulary;
  private final TableLimits limits;
  private final RuleSet rules;
  private final Map<String, Row> rows = new HashMap<>();

  private DecisionTable(TableContent content, RuleVocabulary vocabulary, TableLimits limits) {
    this.content = content;
    this.vocabulary = vocabulary;
    this.limits = limits;
    this.rules = TableRules.of(content, vocabulary);
    content.rows().forEach(row -> rows.put(row.id(), row));
  }

  /**
   * Parses a table whose inputs may be any facts.
   *
   * @param text a table's document
   * @return the table
   * @throws InvalidRules if something is wrong with the document; says everything at once
   */
  public static DecisionTable parse(String text) {
    return parse(text, RuleVocabulary.OPEN);
  }

  /**
   * Parses a table and checks it against a vocabulary.
   *
   * @param text a table's document
   * @param vocabulary the facts that the inputs may be
   * @return the table
   * @throws InvalidRules if something is wrong with the document; says everything at once
   */
  public static DecisionTable parse(String text, RuleVocabulary vocabulary) {
    return parse(text, vocabulary, TableLimits.DEFAULT);
  }

  /**
   * Parses a table within limits of its size.
   *
   * @param text a table's document
   * @param vocabulary the facts that the inputs may be
   * @param limits how large the table may be
   * @return the table
   * @throws InvalidRules if something is wrong with the document; says everything at once
   */
  public static DecisionTable parse(String text, RuleVocabulary vocabulary, TableLimits limits) {
    return parse(json(text, limits.characters()), vocabulary, limits);
  }

  static Json json(String text, int characters) {
    Faults faults = new Faults();
    if (text.length() > characters) {
      String message = "the document has " + text.length() + " characters; at most " + characters;
      faults.add("", "", Kind.LIMIT_EXCEEDED, message);
    }
    faults.throwIfAny();
    try {
      return Json.parse(text);
    } catch (JsonException e) {
      faults.add("", "", Kind.NOT_JSON, Objects.requireNonNull(e.getMessage()));
      faults.throwIfAny();
      throw e;
    }
  }

  /**
   * Parses a table that is JSON already.
   *
   * @param document a table's document
   * @param vocabulary the facts that the inputs may be
   * @param limits how large the table may be; the number of characters is not looked at
   * @return the table
   * @throws InvalidRules if something is wrong with the document; says everything at once
   */
  public static DecisionTable parse(Json document, RuleVocabulary vocabulary, TableLimits limits) {
    return new DecisionTable(
        new TableReader(vocabulary, limits).read(document), vocabulary, limits);
  }

  /**
   * Returns a builder of a table.
   *
   * @param id what names the table, not blank
   * @return a new builder
   */
  public static DecisionTableBuilder newBuilder(String id) {
    return new DecisionTableBuilder(id);
  }

  /**
   * Evaluates the table. Pure: the same facts at the same time give the same decision.
   *
   * @param facts one snapshot
   * @param now the time that operators on ages count from
   * @return the result, and why
   */
  public TableDecision evaluate(Facts facts, Instant now) {
    return new TableDecision(content, rows, rules.evaluate(facts, now));
  }

  /**
   * Checks the table for gaps, overlaps and rows that can never win.
   *
   * @return what was found, or that the table is too large to check
   */
  public TableAnalysis analyse() {
    return new TableAnalyser(content, vocabulary, limits.steps()).analyse();
  }

  /**
   * Returns what names the table.
   *
   * @return not blank
   */
  public String id() {
    return content.id();
  }

  /**
   * Returns the name for people.
   *
   * @return may be empty
   */
  public String name() {
    return content.texts().name();
  }

  /**
   * Returns what the table is for.
   *
   * @return may be empty
   */
  public String description() {
    return content.texts().description();
  }

  /**
   * Returns which of the matching rows count.
   *
   * @return {@link HitPolicy#UNIQUE} unless set
   */
  public HitPolicy hitPolicy() {
    return content.policy();
  }

  /**
   * Returns the columns of conditions.
   *
   * @return at least one
   */
  public List<Input> inputs() {
    return content.inputs();
  }

  /**
   * Returns the columns of results.
   *
   * @return at least one
   */
  public List<Output> outputs() {
    return content.outputs();
  }

  /**
   * Returns the rows.
   *
   * @return in the order of the table
   */
  public List<Row> rows() {
    return content.rows();
  }

  /**
   * Returns the rules that the rows are evaluated by.
   *
   * @return a rule for each row, of the same id, without actions
   */
  public RuleSet rules() {
    return rules;
  }

  /** What the inputs were checked against. */
  RuleVocabulary vocabulary() {
    return vocabulary;
  }

  /** How large the table may be. */
  TableLimits limits() {
    return limits;
  }

  /**
   * Returns the document, cells in their compact form.
   *
   * @return an object
   */
  public Json.Obj toJson() {
    return content.toJson();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DecisionTable that && content.equals(that.content);
  }

  @Override
  public int hashCode() {
    return content.hashCode();
  }

  @Override
  public String toString() {
    return toJson().toString();
  }
}
