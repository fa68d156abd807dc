package dev.atom.rules.template;

import dev.atom.json.Json;
import dev.atom.json.JsonException;
import dev.atom.json.JsonSchema;
import dev.atom.rules.InvalidRules;
import dev.atom.rules.RuleLimits;
import dev.atom.rules.RuleSet;
import dev.atom.rules.RuleVocabulary;
import dev.atom.rules.template.InvalidParameters.Kind;
import dev.atom.rules.template.InvalidParameters.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
 * <p>Immutable and thread-safe. Equal by document.
 */
public final class RuleTemplate {
  private static final int DEPTH = 20;

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
    return RuleSet.parse(rules(values), host, RuleLimits.DEFAULT);
  }

  /**
   * Fills the placeholders of the rules.
   *
   * @param values values by the names of parameters; those with a default may be left out
   * @return the rule document, not yet checked
   * @throws InvalidParameters if a value is missing, unknown or wrong; names the parameters
   */
  public Json rules(Json.Obj values) {
    try {
      return Placeholders.fill(document.get("rules").orElseThrow(), complete(values));
    } catch (Placeholders.TooLarge e) {
      throw new InvalidParameters(
          name(),
          List.of(new Problem("*", Kind.TOO_LARGE, "make rules of over a million characters")));
    }
  }

  private Map<String, Json> complete(Json.Obj values) {
    Map<String, Json> complete = new LinkedHashMap<>();
    List<Problem> problems = new ArrayList<>();
    Map<String, Json> declared = declared();
    declared.forEach(
        (name, schema) -> {
          Json value = values.members().get(name);
          Json used = value != null ? value : ((Json.Obj) schema).members().get("default");
          if (used == null) {
            problems.add(new Problem(name, Kind.MISSING, "is missing and has no default"));
          } else if (depth(used, DEPTH) < 0) {
            problems.add(new Problem(name, Kind.TOO_LARGE, "is nested too deep"));
          } else {
            complete.put(name, used);
          }
        });
    for (String name : values.members().keySet()) {
      if (!declared.containsKey(name)) {
        String known = String.join(", ", declared.keySet());
        problems.add(new Problem(name, Kind.UNKNOWN, "is no parameter; known are " + known));
      }
    }
    if (problems.isEmpty()) {
      for (JsonSchema.Violation violation : parameters.check(new Json.Obj(complete))) {
        String[] steps = violation.path().split("/", 3);
        String name = steps.length > 1 ? steps[1] : "*";
        problems.add(new Problem(name, Kind.WRONG, violation.message()));
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidParameters(name(), problems);
    }
    return complete;
  }

  /** What is left of the depth, below 0 if the value is deeper. */
  private static int depth(Json value, int left) {
    if (left < 0) {
      return left;
    }
    int least = left;
    switch (value) {
      case Json.Obj object -> {
        for (Json member : object.members().values()) {
          least = Math.min(least, depth(member, left - 1));
        }
      }
      case Json.Arr array -> {
        for (Json item : array.items()) {
          least = Math.min(least, depth(item, left - 1));
        }
      }
      case Json.Str s -> {}
      case Json.Num n -> {}
      case Json.Bool b -> {}
      case Json.Null n -> {}
    }
    return least;
  }

  private Map<String, Json> declared() {
    return parameters.document().get("properties").orElse(Json.NULL) instanceof Json.Obj properties
        ? properties.members()
        : Map.of();
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
