package dev.atom.rules;

import dev.atom.CallContext;
import dev.atom.json.Json;
import dev.atom.rules.InvalidRules.Kind;
import dev.atom.rules.Problems.Place;
import dev.atom.rules.RuleDocument.Placed;
import dev.atom.schema.Schema;
import dev.atom.time.Schedule;
import dev.atom.time.WorkCalendar;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Rules that have been checked and compiled, ready to be evaluated.
 *
 * {@snippet file="dev/atom/rules/RulesDocumentationTest.java" region="first"}
 *
 * <p>A document is a list of rules, or an object with the list in {@code rules} and the modes of
 * groups in {@code groups} and calendars in {@code calendars}; {@code rules.schema.json}, beside this class, describes it. Rules fire in
 * one order: the higher priority first, then by their place in the document. All conditions see the
 * same snapshot of the facts; no rule sees what another does.
 *
 * <p>Immutable and thread-safe: one set serves any number of threads. Equal by content.
 */
public final class RuleSet {
  private final Frame frame;
  private final Matcher matcher;
  private final Evaluator evaluator;

  /** Made when first asked for; two threads that come here at once make the same. */
  private @Nullable String fingerprint;

  /** What a set has beside its rules, and what they are checked against. */
  private record Frame(SetMembers members, RuleVocabulary vocabulary, RuleLimits limits) {
    List<CompiledRule> compile(List<Placed> rules, int first, Problems problems) {
      var compiled =
          new RuleCompiler(vocabulary.with(members.calendars()), limits, problems)
              .compile(rules, members.groups(), first);
      problems.throwIfAny();
      return compiled;
    }
  }

  private RuleSet(Frame frame, Matcher matcher, boolean asks) {
    this.frame = frame;
    this.matcher = matcher;
    this.evaluator = new Evaluator(matcher, asks, frame.limits.effort());
  }

  private static RuleSet of(
      RuleDocument document, RuleVocabulary vocabulary, RuleLimits limits, Problems found) {
    Frame frame = new Frame(document.members(), vocabulary, limits);
    List<CompiledRule> compiled = frame.compile(document.rules(), 0, found);
    boolean asks = compiled.stream().anyMatch(rule -> rule.condition().asks());
    return new RuleSet(frame, Matcher.of(Roster.of(compiled)), asks);
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
    return of(RuleDocument.parse(text, limits, problems), vocabulary, limits, problems);
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
    return of(new RuleReader(problems, limits).read(document), vocabulary, limits, problems);
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
    return of(rules, groups, vocabulary, RuleLimits.DEFAULT);
  }

  /**
   * Returns rules that were built, within limits.
   *
   * @param rules the rules in their order
   * @param groups the modes of groups; a group without one has the mode {@link GroupMode#ALL}
   * @param vocabulary what the rules may speak of
   * @param limits how large the rules may be, and how much work; the number of characters is not
   *     looked at
   * @return the set
   * @throws InvalidRules if something is wrong with the rules; says everything at once. Paths are
   *     those of {@link #toJson()}
   */
  public static RuleSet of(
      List<Rule> rules,
      Map<String, GroupMode> groups,
      RuleVocabulary vocabulary,
      RuleLimits limits) {
    Problems problems = new Problems();
    return of(RuleDocument.of(rules, groups, limits, problems), vocabulary, limits, problems);
  }

  /**
   * Evaluates the rules. Pure: the same facts at the same time give the same decision. External
   * facts are unavailable. Where that would take more steps than {@link RuleLimits#effort} allows,
   * nothing is decided.
   *
   * @param facts one snapshot
   * @param now the time that {@code olderThan} and {@code newerThan} count from
   * @return which rules fired, what is to be done, and why
   * @throws EffortExceeded if the evaluation takes more steps than it may
   */
  public Decision evaluate(Facts facts, Instant now) {
    return evaluator.decide(facts, now);
  }

  /**
   * Evaluates the rules with facts that the host asks for. What rules hang on is asked for in one
   * call, on this thread, before the first rule fires; the trace rests on the same answers. An
   * evaluation that takes long looks at the context now and then.
   *
   * @param facts one snapshot
   * @param now the time that {@code olderThan} and {@code newerThan} count from
   * @param external who knows external facts
   * @param context for whom it is asked and until when: answers after its deadline are unavailable
   * @return which rules fired, what is to be done, and why
   * @throws ExternalFactUnavailable if a condition says so of a fact that is unavailable
   * @throws EvaluationCancelled if the context is cancelled or the thread interrupted, or the deadline
   *     passes during long work
   * @throws EffortExceeded if the evaluation takes more steps than it may
   */
  public Decision evaluate(Facts facts, Instant now, ExternalFacts external, CallContext context) {
    return evaluator.decide(facts, now, external, context);
  }

  /**
   * Returns the rules that fire. Does the same as {@link #evaluate} and keeps nothing that could tell
   * why; if no rule fires, a set of more than a few rules allocates nothing for it.
   *
   * @param facts one snapshot
   * @param now the time that {@code olderThan} and {@code newerThan} count from
   * @return by priority, the higher first, then by their place in the document
   * @throws EffortExceeded if the evaluation takes more steps than it may
   */
  public List<Rule> matching(Facts facts, Instant now) {
    return evaluator.fired(facts, now);
  }

  /**
   * Returns these rules with one more, or with one in place of that of the same id. The vocabulary,
   * the limits and the groups stay. Only the rule itself is checked; what was made for the others is
   * shared, so that changing one rule of ten thousand takes microseconds, and now and then some
   * milliseconds to order what has changed. Evaluations of this set go on undisturbed.
   *
   * @param rule comes to stand where the rule of its id stands, or at the end
   * @return the new set
   * @throws InvalidRules if something is wrong with the rule; says everything at once. Paths are
   *     those of the new set's {@link #toJson()}
   */
  public RuleSet with(Rule rule) {
    Roster rules = matcher.roster();
    CompiledRule same = rules.find(rule.id());
    int place = same == null ? rules.end() : same.place();
    Problems problems = new Problems();
    Place at = Place.TOP.at("rules").at(rules.before(place)).inRule(rule.id());
    if (same == null && rules.size() >= frame.limits.rules()) {
      problems.add(
          Place.TOP.at("rules"),
          Kind.LIMIT_EXCEEDED,
          "the set has " + rules.size() + " rules already, which is as many as it may have");
    }
    List<CompiledRule> compiled = frame.compile(List.of(new Placed(rule, at)), place, problems);
    CompiledRule made = compiled.getFirst();
    return new RuleSet(
        frame, matcher.with(made, same), evaluator.asks() || made.condition().asks());
  }

  /**
   * Returns these rules without one; what was made for the others is shared.
   *
   * @param id the rule's id
   * @return the new set; this one if it has no such rule
   */
  public RuleSet without(String id) {
    CompiledRule rule = matcher.roster().find(id);
    return rule == null ? this : new RuleSet(frame, matcher.without(rule), evaluator.asks());
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
   * Compiles a condition as those of this set's rules are.
   *
   * @param condition one of a rule, or another that speaks of the same facts
   * @return the condition, to be asked on its own
   * @throws InvalidRules if something is wrong with the condition
   */
  public ConditionProbe probe(Condition condition) {
    return ConditionProbe.of(condition, vocabulary(), frame.limits.effort());
  }

  /**
   * Returns what the rules were checked against.
   *
   * @return the vocabulary, with the calendars of the document
   */
  public RuleVocabulary vocabulary() {
    return frame.vocabulary.with(calendars());
  }

  /**
   * Returns the rules.
   *
   * @return in the order of the document
   */
  public List<Rule> rules() {
    return matcher.roster().inDocument().stream().map(CompiledRule::rule).toList();
  }

  /**
   * Returns the rules in the order in which they fire: the higher priority first, then by their place
   * in the document.
   *
   * @return all of them, disabled ones too
   */
  public List<Rule> inOrderOfFiring() {
    return matcher.roster().inFiring().stream().map(CompiledRule::rule).toList();
  }

  /**
   * Finds a rule.
   *
   * @param id its id
   * @return empty if the set has none of this id
   */
  public Optional<Rule> rule(String id) {
    return Optional.ofNullable(matcher.roster().find(id)).map(CompiledRule::rule);
  }

  /**
   * Returns the modes of groups.
   *
   * @return by the group's name, as they were given
   */
  public Map<String, GroupMode> groups() {
    return frame.members.groups();
  }

  /**
   * Returns the calendars of the document, beside those of the vocabulary.
   *
   * @return by name, as they were given
   */
  public Map<String, WorkCalendar> calendars() {
    return frame.members.calendars();
  }

  /**
   * Returns the document.
   *
   * @return an object with {@code rules}, {@code groups} and {@code calendars} if there are any, and the members that Atom
   *     does not know
   */
  public Json.Obj toJson() {
    return frame.members.around(rules().stream().map(Rule::toJson).toList());
  }

  /**
   * Returns what tells these rules from all others, to be kept with what they decided: the SHA-256 of
   * the canonical text ({@link Json#toCanonicalString}) of {@link #toJson}, in which each rule is
   * replaced by its own {@link Rule#fingerprint}. Equal sets have the same, however their documents
   * were written. What they are checked against is no part of it. After an edit, only the changed
   * rules are hashed anew.
   *
   * @return 64 hexadecimal digits in lower case
   */
  public String fingerprint() {
    String made = fingerprint;
    if (made == null) {
      made = Fingerprint.of(rules(), frame.members);
      fingerprint = made;
    }
    return made;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RuleSet that
        && rules().equals(that.rules())
        && frame.members.equals(that.frame.members);
  }

  @Override
  public int hashCode() {
    return Objects.hash(rules(), frame.members);
  }

  @Override
  public String toString() {
    return toJson().toString();
  }
}
