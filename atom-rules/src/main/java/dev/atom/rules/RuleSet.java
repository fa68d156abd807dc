package dev.atom.rules;

import dev.atom.json.Json;
import dev.atom.json.JsonException;
import dev.atom.rules.InvalidRules.Kind;
import dev.atom.rules.Problems.Place;
import dev.atom.rules.RuleReader.Content;
import dev.atom.rules.RuleReader.Placed;
import dev.atom.schema.Schema;
import dev.atom.time.Schedule;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Rules that have been checked and compiled, ready to be evaluated.
 *
 * {@snippet file="dev/atom/rules/RulesDocumentationTest.java" region="first"}
 *
 * <p>A document is a list of rules, or an object with the list in {@code rules} and the modes of
 * groups in {@code groups}; {@code rules.schema.json}, beside this class, describes it. Rules fire in
 * one order: the higher priority first, then by their place in the document. All conditions see the
 * same snapshot of the facts; no rule sees what another does.
 *
 * <p>Immutable and thread-safe: one set serves any number of threads. Equal by content.
 */
public final class RuleSet {
  private final Content content;
  private final List<CompiledRule> compiled;

  private RuleSet(Content content, RuleVocabulary vocabulary, RuleLimits limits, Problems found) {
    this.content = content;
    this.compiled =
        new RuleCompiler(vocabulary, limits, found).compile(content.rules(), content.groups());
    found.throwIfAny();
  }

  /**
   * Parses rules that may speak of anything.
   *
   * @param text a rule document
   * @return the rules
   * @throws InvalidRules if something is wrong with the document; says everything at once
   */
  public static RuleSet parse(String text) {
    return parse(text, RuleVocabulary.OPEN);
  }

  /**
   * Parses rules that speak of a schema's fields alone.
   *
   * @param text a rule document
   * @param schema the fields and their types
   * @return the rules
   * @throws InvalidRules if something is wrong with the document; says everything at once
   */
  public static RuleSet parse(String text, Schema schema) {
    return parse(text, RuleVocabulary.of(schema));
  }

  /**
   * Parses rules and checks them against a vocabulary.
   *
   * @param text a rule document
   * @param vocabulary what the rules may speak of
   * @return the rules
   * @throws InvalidRules if something is wrong with the document; says everything at once
   */
  public static RuleSet parse(String text, RuleVocabulary vocabulary) {
    return parse(text, vocabulary, RuleLimits.DEFAULT);
  }

  /**
   * Parses rules within limits of their size.
   *
   * @param text a rule document
   * @param vocabulary what the rules may speak of
   * @param limits how large the rules may be
   * @return the rules
   * @throws InvalidRules if something is wrong with the document; says everything at once
   */
  public static RuleSet parse(String text, RuleVocabulary vocabulary, RuleLimits limits) {
    Problems problems = new Problems();
    if (text.length() > limits.characters()) {
      problems.add(
          Place.TOP,
          Kind.LIMIT_EXCEEDED,
          "the document has " + text.length() + " characters; at most " + limits.characters());
    }
    problems.throwIfAny();
    try {
      return parse(Json.parse(text), vocabulary, limits);
    } catch (JsonException e) {
      problems.add(Place.TOP, Kind.NOT_JSON, Objects.requireNonNull(e.getMessage()));
      throw problems.failure();
    }
  }

  /**
   * Parses rules that are JSON already, within limits of their size.
   *
   * @param document a rule document
   * @param vocabulary what the rules may speak of
   * @param limits how large the rules may be; the number of characters is not looked at
   * @return the rules
   * @throws InvalidRules if something is wrong with the document; says everything at once
   */
  public static RuleSet parse(Json document, RuleVocabulary vocabulary, RuleLimits limits) {
    Problems problems = new Problems();
    Content content = new RuleReader(problems, limits).read(document);
    return new RuleSet(content, vocabulary, limits, problems);
  }

  /**
   * Returns rules that were built, which may speak of anything.
   *
   * @param rules the rules in their order
   * @return the set
   * @throws InvalidRules if something is wrong with the rules; says everything at once
   */
  public static RuleSet of(List<Rule> rules) {
    return of(rules, Map.of(), RuleVocabulary.OPEN);
  }

  /**
   * Returns rules that were built, checked against a vocabulary.
   *
   * @param rules the rules in their order
   * @param groups the modes of groups; a group without one has the mode {@link GroupMode#ALL}
   * @param vocabulary what the rules may speak of
   * @return the set
   * @throws InvalidRules if something is wrong with the rules; says everything at once. Paths are
   *     those of {@link #toJson()}
   */
  public static RuleSet of(
      List<Rule> rules, Map<String, GroupMode> groups, RuleVocabulary vocabulary) {
    Place place = Place.TOP.at("rules");
    List<Placed> placed =
        IntStream.range(0, rules.size())
            .mapToObj(i -> new Placed(rules.get(i), place.at(i).inRule(rules.get(i).id())))
            .toList();
    return new RuleSet(
        new Content(placed, Map.copyOf(groups), Json.Obj.EMPTY),
        vocabulary,
        RuleLimits.DEFAULT,
        new Problems());
  }

  /**
   * Evaluates the rules. Pure: the same facts at the same time give the same decision.
   *
   * @param facts one snapshot
   * @param now the time that {@code olderThan} and {@code newerThan} count from
   * @return which rules fired, what is to be done, and why
   */
  public Decision evaluate(Facts facts, Instant now) {
    Scope scope =
        new Scope(Objects.requireNonNull(facts, "facts"), Objects.requireNonNull(now, "now"));
    return new Evaluation(compiled, scope).decide();
  }

  /**
   * Returns the schedules that rules wait for. The host keeps time, for instance with a job of {@code
   * dev.atom.job}, and evaluates an event of the kind {@link Trigger.OnSchedule#kind} at each time.
   *
   * @return each once; those of disabled rules are left out
   */
  public List<Schedule> schedules() {
    return RuleTimes.schedules(rules());
  }

  /**
   * Returns when rules are to be looked at for a record because of a time in its fields. The host
   * plans a timer for each and evaluates an event of the kind {@link Trigger.OnDue#kind} then; when
   * the record changes, it asks again and moves them.
   *
   * @param facts the record
   * @param after times up to this one are over and not told
   * @return at most one for each rule, the earliest first; those at which the rule is disabled or
   *     not effective are left out
   */
  public List<Due> due(Facts facts, Instant after) {
    return RuleTimes.due(rules(), facts, after);
  }

  /**
   * Returns the rules.
   *
   * @return in the order of the document
   */
  public List<Rule> rules() {
    return content.rules().stream().map(Placed::rule).toList();
  }

  /**
   * Finds a rule.
   *
   * @param id its id
   * @return empty if the set has none of this id
   */
  public Optional<Rule> rule(String id) {
    return rules().stream().filter(rule -> rule.id().equals(id)).findFirst();
  }

  /**
   * Returns the modes of groups.
   *
   * @return by the group's name, as they were given
   */
  public Map<String, GroupMode> groups() {
    return content.groups();
  }

  /**
   * Returns the document.
   *
   * @return an object with {@code rules}, {@code groups} if there are any, and the members that Atom
   *     does not know
   */
  public Json.Obj toJson() {
    var json = Json.object().put("rules", rules().stream().map(Rule::toJson).toList());
    if (!groups().isEmpty()) {
      var modes = Json.object();
      groups().forEach((name, mode) -> modes.put(name, mode.jsonName()));
      json.put("groups", modes.build());
    }
    return json.putAll(content.extra()).build();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RuleSet that
        && rules().equals(that.rules())
        && groups().equals(that.groups())
        && content.extra().equals(that.content.extra());
  }

  @Override
  public int hashCode() {
    return Objects.hash(rules(), groups(), content.extra());
  }

  @Override
  public String toString() {
    return toJson().toString();
  }
}
