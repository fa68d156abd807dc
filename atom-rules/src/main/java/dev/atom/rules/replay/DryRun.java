package dev.atom.rules.replay;

import dev.atom.json.Json;
import dev.atom.rules.Action;
import dev.atom.rules.Decision;
import dev.atom.rules.Facts;
import dev.atom.rules.Rule;
import dev.atom.rules.RuleSet;
import dev.atom.rules.RuleTrace;
import dev.atom.rules.RuleVocabulary;
import dev.atom.rules.Trace;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What rules would do with one event: which match, why the others don't, and which actions are
 * planned.
 *
 * {@snippet file="dev/atom/rules/check/RuleTestingDocumentationTest.java" region="dryrun"}
 *
 * <p>Guarantees: it is the evaluation itself that is recorded, not a copy of it; and nothing can be
 * done, because no operation or handler is given to it. Immutable and thread-safe.
 */
public final class DryRun {
  private final List<RuleRun> rules;
  private final Duration took;

  private DryRun(List<RuleRun> rules, Duration took) {
    this.rules = List.copyOf(rules);
    this.took = took;
  }

  /**
   * What became of one rule.
   *
   * @param trace why it fired or did not
   * @param actions what it plans to do, if it fired; copied
   * @param needed the fewest conditions that would have to be otherwise for it to match; empty if it
   *     matched, or if that can't be told because of a kind of condition that has no parts; copied
   */
  public record RuleRun(RuleTrace trace, List<PlannedAction> actions, List<Need> needed) {
    /** Copies the lists. */
    public RuleRun {
      actions = List.copyOf(actions);
      needed = List.copyOf(needed);
    }

    private Json.Obj toJson() {
      var json = trace.toJson().toBuilder();
      if (!actions.isEmpty()) {
        json.put("actions", actions.stream().map(PlannedAction::toJson).toList());
      }
      if (!needed.isEmpty()) {
        json.put("needed", needed.stream().map(Need::toJson).toList());
      }
      return json.build();
    }

    @Override
    public String toString() {
      StringBuilder text = new StringBuilder(trace.toString());
      needed.forEach(need -> text.append("\n  needed: ").append(need));
      actions.forEach(action -> text.append("\n  planned: ").append(action));
      return text.toString();
    }
  }

  /**
   * An action that is planned.
   *
   * @param action the action
   * @param problems where its parameters don't fit what the vocabulary declares; copied
   */
  public record PlannedAction(Action action, List<String> problems) {
    /** Copies the problems. */
    public PlannedAction {
      problems = List.copyOf(problems);
    }

    private Json.Obj toJson() {
      var json = action.toJson().toBuilder();
      if (!problems.isEmpty()) {
        json.put("problems", problems.stream().map(Json::of).toList());
      }
      return json.build();
    }

    @Override
    public String toString() {
      String parameters = action.parameters().members().isEmpty() ? "" : " " + action.parameters();
      String wrong = problems.isEmpty() ? "" : " (" + String.join("; ", problems) + ")";
      return action.name() + parameters + wrong;
    }
  }

  /**
   * Evaluates rules on an event and records all of it.
   *
   * @param rules the rules; their actions are checked against their vocabulary
   * @param facts the event
   * @param now the time that counts as now for the rules
   * @param clock to measure how long it takes
   * @return the record
   * @throws dev.atom.rules.EffortExceeded if the evaluation takes more steps than it may, as it would
   *     where nobody records it
   */
  public static DryRun of(RuleSet rules, Facts facts, Instant now, Clock clock) {
    return of(rules, facts, now, rules.vocabulary(), clock);
  }

  /**
   * Evaluates rules on an event, with actions checked against another vocabulary: that of the place
   * where they are to run.
   *
   * @param rules the rules
   * @param facts the event
   * @param now the time that counts as now for the rules
   * @param vocabulary what the actions' parameters must fit
   * @param clock to measure how long it takes
   * @return the record
   * @throws dev.atom.rules.EffortExceeded if the evaluation takes more steps than it may, as it would
   *     where nobody records it
   */
  public static DryRun of(
      RuleSet rules, Facts facts, Instant now, RuleVocabulary vocabulary, Clock clock) {
    Instant start = clock.instant();
    Decision decision = rules.evaluate(facts, now);
    Duration took = Duration.between(start, clock.instant());
    Trace trace = decision.trace();
    Set<String> fired = new HashSet<>();
    decision.fired().forEach(rule -> fired.add(rule.id()));
    List<RuleRun> runs = new ArrayList<>();
    for (RuleTrace one : trace.rules()) {
      Rule rule = rules.rule(one.rule()).orElseThrow();
      List<PlannedAction> planned =
          fired.contains(one.rule())
              ? rule.actions().stream().map(action -> planned(action, vocabulary)).toList()
              : List.of();
      List<Need> needed =
          one.outcome() instanceof RuleTrace.NotMatched
              ? Needs.of(rules, rule, one, facts, now)
              : List.of();
      runs.add(new RuleRun(one, planned, needed));
    }
    return new DryRun(runs, took);
  }

  private static PlannedAction planned(Action action, RuleVocabulary vocabulary) {
    return new PlannedAction(
        action,
        vocabulary
            .parameters(action.name())
            .map(
                schema ->
                    schema.check(action.parameters()).stream()
                        .map(violation -> "with" + violation.path() + ": " + violation.message())
                        .toList())
            .orElse(List.of()));
  }

  /**
   * Returns what became of every rule.
   *
   * @return in the order of firing
   */
  public List<RuleRun> rules() {
    return rules;
  }

  /**
   * Returns what became of one rule.
   *
   * @param id the rule's id
   * @return its record
   * @throws IllegalArgumentException if there is no such rule
   */
  public RuleRun rule(String id) {
    return rules.stream()
        .filter(run -> run.trace().rule().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no rule \"" + id + "\""));
  }

  /**
   * Returns the actions that are planned.
   *
   * @return in the order in which they would be done
   */
  public List<PlannedAction> actions() {
    return rules.stream().flatMap(run -> run.actions().stream()).toList();
  }

  /**
   * Returns how long the evaluation took, without the recording.
   *
   * @return by the given clock
   */
  public Duration took() {
    return took;
  }

  /**
   * Returns the record as JSON.
   *
   * @return an object with {@code rules} and {@code nanos}
   */
  public Json.Obj toJson() {
    return Json.object()
        .put("rules", rules.stream().map(RuleRun::toJson).toList())
        .put("nanos", took.toNanos())
        .build();
  }

  /** Every rule with its reasons, needs and planned actions. */
  @Override
  public String toString() {
    return String.join("\n", rules.stream().map(RuleRun::toString).toList());
  }
}
