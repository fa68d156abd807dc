package dev.atom.rules.template;

import dev.atom.json.Json;
import dev.atom.rules.Decision;
import dev.atom.rules.Facts;
import dev.atom.rules.RuleSet;
import dev.atom.rules.RuleTrace;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * An event, and what the rules of a template are to make of it. Immutable and thread-safe.
 *
 * @param title what the sample shows
 * @param parameters the parameters that are given; the others have their defaults
 * @param facts the event
 * @param now the time of the event
 * @param outcome what the rules are to make of it
 */
public record Sample(String title, Json.Obj parameters, Facts facts, Instant now, Outcome outcome) {
  /** Refuses null. */
  public Sample {
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(parameters, "parameters");
    Objects.requireNonNull(facts, "facts");
    Objects.requireNonNull(now, "now");
    Objects.requireNonNull(outcome, "outcome");
  }

  /**
   * What the rules are to make of the event.
   *
   * @param expected the actions that are planned, in their order; copied
   * @param silent rules that do not fire, with the reason; copied
   * @param scores the sums of groups of the mode score, by group
   */
  public record Outcome(List<Expected> expected, List<Silent> silent, Json.Obj scores) {
    /** Copies the lists. */
    public Outcome {
      expected = List.copyOf(expected);
      silent = List.copyOf(silent);
      Objects.requireNonNull(scores, "scores");
    }
  }

  /**
   * An action that is planned.
   *
   * @param rule the id of the rule that asks for it
   * @param action what is to be done
   * @param with what it is to be done with
   */
  public record Expected(String rule, String action, Json.Obj with) {}

  /**
   * A rule that does not fire.
   *
   * @param rule its id
   * @param because the id of a condition that it rests on, or the outcome of a rule that matches and
   *     does not fire, such as {@code stopped} or {@code groupTaken}
   */
  public record Silent(String rule, String because) {}

  static Sample read(Json.Obj json) {
    Json.Obj with = object(json, "parameters");
    Facts.Builder facts = Facts.newBuilder().values(object(json, "facts"));
    json.text("event").ifPresent(facts::event);
    json.text("zone").map(ZoneId::of).ifPresent(facts::zone);
    object(json, "changedFrom").members().forEach(facts::changedFrom);
    List<Expected> expected = new ArrayList<>();
    for (Json item : list(json, "expect")) {
      Json.Obj one = (Json.Obj) item;
      expected.add(new Expected(text(one, "rule"), text(one, "do"), object(one, "with")));
    }
    List<Silent> silent = new ArrayList<>();
    for (Json item : list(json, "expectNot")) {
      Json.Obj one = (Json.Obj) item;
      silent.add(new Silent(text(one, "rule"), text(one, "because")));
    }
    Instant now = Instant.parse(text(json, "now"));
    Outcome outcome = new Outcome(expected, silent, object(json, "expectScores"));
    return new Sample(text(json, "title"), with, facts.build(), now, outcome);
  }

  private static String text(Json.Obj json, String member) {
    return json.text(member).orElseThrow();
  }

  private static Json.Obj object(Json.Obj json, String member) {
    return json.get(member).orElse(Json.Obj.EMPTY) instanceof Json.Obj o ? o : Json.Obj.EMPTY;
  }

  private static List<Json> list(Json.Obj json, String member) {
    return json.get(member).orElse(Json.NULL) instanceof Json.Arr a ? a.items() : List.of();
  }

  /** Runs the sample and says what is otherwise than expected. */
  List<String> failures(RuleSet rules) {
    Decision decision = rules.evaluate(facts, now);
    List<Expected> planned =
        decision.actions().stream()
            .map(p -> new Expected(p.rule(), p.action().name(), p.action().parameters()))
            .toList();
    List<String> failures = new ArrayList<>();
    if (!planned.equals(outcome.expected())) {
      failures.add(about() + "planned " + planned + ", not " + outcome.expected());
    }
    outcome
        .scores()
        .members()
        .forEach(
            (group, score) -> {
              Json sum = Json.of(decision.score(group));
              if (!sum.equals(score)) {
                failures.add(about() + "the score of " + group + " is " + sum + ", not " + score);
              }
            });
    for (Silent rule : outcome.silent()) {
      RuleTrace trace = decision.trace().rule(rule.rule());
      boolean named = trace.reasons().stream().anyMatch(check -> check.id().equals(rule.because()));
      boolean result = trace.toJson().text("outcome").filter(rule.because()::equals).isPresent();
      if (trace.fired() || !(named || result)) {
        failures.add(about() + "not because of \"" + rule.because() + "\": " + trace);
      }
    }
    return failures;
  }

  private String about() {
    return "sample \"" + title + "\": ";
  }
}
