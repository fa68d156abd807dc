package dev.atom.rules.template;

import dev.atom.json.Json;
import dev.atom.json.JsonException;
import dev.atom.json.JsonSchema;
import dev.atom.rules.InvalidRules;
import dev.atom.rules.RuleLimits;
import dev.atom.rules.RuleSet;
import dev.atom.rules.RuleVocabulary;
import dev.atom.rules.table.DecisionTable;
import dev.atom.rules.table.TableLimits;
import dev.atom.rules.template.InvalidParameters.Kind;
import dev.atom.rules.template.InvalidParameters.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Rules with parameters: what a host offers to people who want a rule without writing one.
 *
 * {@snippet file="dev/atom/rules/template/TemplatesDocumentationTest.java" region="first"}
 *
 * <p>{@code rule-template.schema.json}, beside this class, describes the document. In its rules,
 * {@code {"$param": "name"}} stands for the whole value of a parameter; within texts <code>${name}
 * </code> stands for a parameter that is a text, a number or a truth value, and <code>$${</code> for
 * <code>${</code> itself.
 *
 * <p>Guarantees: a value never becomes more of a rule than the parameter's schema says. Values are
 * checked against it first and filled in once; placeholders in what is filled in are plain text, and
 * placeholders within texts are refused where a text is a field, an operator, an action's name, an id
 * or a regular expression.
 *
 * <p>A template may come with workflows that its actions start, and with decision tables; their
 * placeholders are filled as those of the rules.
 *
 * <p>Immutable and thread-safe. Equal by document.
 */
public final class RuleTemplate {
  private final Json.Obj document;
  private final JsonSchema parameters;
  private final RuleVocabulary vocabulary;
  private final List<Sample> samples;

  RuleTemplate(
      Json.Obj document, JsonSchema parameters, RuleVocabulary vocabulary, List<Sample> samples) {
    this.document = document;
    this.parameters = parameters;
    this.vocabulary = vocabulary;
    this.samples = List.copyOf(samples);
  }

  /**
   * Parses a template.
   *
   * @param text a template's document
   * @return the template
   * @throws InvalidRules if something is wrong with the document
   */
  public static RuleTemplate parse(String text) {
    try {
      return parse(Json.parse(text));
    } catch (JsonException e) {
      throw new InvalidRules(
          List.of(
              new InvalidRules.Problem(
                  "", "", InvalidRules.Kind.NOT_JSON, String.valueOf(e.getMessage()))));
    }
  }

  /**
   * Parses a template that is JSON already.
   *
   * @param document a template's document
   * @return the template
   * @throws InvalidRules if something is wrong with the document
   */
  public static RuleTemplate parse(Json document) {
    return new TemplateReader().read(document);
  }

  /**
   * Makes rules of the template, checked against the vocabulary that it expects.
   *
   * @param values values by the names of parameters; those with a default may be left out
   * @return the rules
   * @throws InvalidParameters if a value is missing, unknown or wrong; names the parameters
   * @throws InvalidRules if the rules with these values are none
   */
  public RuleSet instantiate(Json.Obj values) {
    return instantiate(values, vocabulary);
  }

  /**
   * Makes rules of the template, checked against the host's vocabulary.
   *
   * @param values values by the names of parameters; those with a default may be left out
   * @param host what the host's rules may speak of
   * @return the rules
   * @throws InvalidParameters if a value is missing, unknown or wrong; names the parameters
   * @throws InvalidRules if the rules with these values are none, or speak of what the host does not
   *     know
   */
  public RuleSet instantiate(Json.Obj values, RuleVocabulary host) {
    Map<String, Json> complete = complete(values);
    Json template = document.get("rules").orElseThrow();
    try {
      return RuleSet.parse(filled(template, complete), host, RuleLimits.DEFAULT);
    } catch (InvalidRules e) {
      throw checked().blamed(template, complete, e).<RuntimeException>map(p -> p).orElse(e);
    }
  }

  /**
   * Fills the placeholders of the rules.
   *
   * @param values values by the names of parameters; those with a default may be left out
   * @return the rule document, not yet checked
   * @throws InvalidParameters if a value is missing, unknown or wrong; names the parameters
   */
  public Json rules(Json.Obj values) {
    return filled(document.get("rules").orElseThrow(), complete(values));
  }

  /**
   * Fills the placeholders of the workflows that the rules' actions start. A value that would be a
   * reference in a workflow, such as a text with <code>${</code>, is refused.
   *
   * @param values values by the names of parameters; those with a default may be left out
   * @return documents that {@code Workflow.parse} of {@code dev.atom.workflow} reads; none if the
   *     template has no workflows
   * @throws InvalidParameters if a value is missing, unknown or wrong; names the parameters
   */
  public List<Json.Obj> workflows(Json.Obj values) {
    checked().plain(document.get("workflows").orElse(Json.NULL), complete(values));
    return filled("workflows", values);
  }

  /**
   * Makes the decision tables of the template.
   *
   * @param values values by the names of parameters; those with a default may be left out
   * @return the tables; none if the template has none
   * @throws InvalidParameters if a value is missing, unknown or wrong; names the parameters
   * @throws InvalidRules if a table with these values is none
   */
  public List<DecisionTable> tables(Json.Obj values) {
    return filled("tables", values).stream()
        .map(table -> DecisionTable.parse(table, vocabulary, TableLimits.DEFAULT))
        .toList();
  }

  private List<Json.Obj> filled(String part, Json.Obj values) {
    Json list = filled(document.get(part).orElse(Json.array(List.of())), complete(values));
    return ((Json.Arr) list).items().stream().map(item -> (Json.Obj) item).toList();
  }

  private Json filled(Json part, Map<String, Json> values) {
    try {
      return Placeholders.fill(part, values);
    } catch (Placeholders.TooLarge e) {
      String message = "make rules of over a million characters";
      throw checked()
          .invalid(List.of(new Problem("*", Kind.TOO_LARGE, Optional.empty(), message, "")));
    }
  }

  private Parameters checked() {
    return new Parameters(name(), parameters);
  }

  private Map<String, Json> complete(Json.Obj values) {
    return checked().complete(values);
  }

  /**
   * Runs the samples of the template.
   *
   * @return what is otherwise than the samples say; empty if the template does what it promises
   * @throws InvalidParameters if a sample's parameters are wrong
   * @throws InvalidRules if the rules with a sample's parameters are none
   */
  public List<String> failures() {
    List<String> failures = new ArrayList<>();
    for (Sample sample : samples) {
      failures.addAll(sample.failures(instantiate(sample.parameters())));
    }
    return failures;
  }

  private String text(String member) {
    return document.text(member).orElse("");
  }

  /**
   * Returns what names the template.
   *
   * @return lower case words with hyphens
   */
  public String name() {
    return text("name");
  }

  /**
   * Returns the trade that the template is for.
   *
   * @return such as {@code customer service}
   */
  public String industry() {
    return text("industry");
  }

  /**
   * Returns the title for people.
   *
   * @return a line
   */
  public String title() {
    return text("title");
  }

  /**
   * Returns what the rules do.
   *
   * @return for people
   */
  public String description() {
    return text("description");
  }

  /**
   * Returns the version of the template.
   *
   * @return from 1
   */
  public int version() {
    return document.get("version").orElseThrow() instanceof Json.Num n ? n.value().intValue() : 1;
  }

  /**
   * Returns the parameters.
   *
   * @return the schema of an object with a property for each, with its description, default and
   *     examples
   */
  public JsonSchema parameters() {
    return parameters;
  }

  /**
   * Returns the facts and actions that the rules speak of.
   *
   * @return what a host provides for the rules to work
   */
  public RuleVocabulary vocabulary() {
    return vocabulary;
  }

  /**
   * Returns events with what the rules are to make of them.
   *
   * @return at least one
   */
  public List<Sample> samples() {
    return samples;
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
    return other instanceof RuleTemplate that && document.equals(that.document);
  }

  @Override
  public int hashCode() {
    return document.hashCode();
  }

  @Override
  public String toString() {
    return "RuleTemplate[" + name() + " " + version() + "]";
  }
}
