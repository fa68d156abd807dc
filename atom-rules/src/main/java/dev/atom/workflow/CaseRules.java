package dev.atom.workflow;

import dev.atom.json.Json;
import dev.atom.rules.Condition;
import dev.atom.rules.InvalidRules;
import dev.atom.rules.RuleLimits;
import dev.atom.rules.RuleSet;
import dev.atom.rules.RuleVocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The cases of a branch as rules, of which the first that matches fires. Not thread-safe. */
final class CaseRules {
  private static final String GROUP = "cases";

  private final Problems problems;
  private final List<Json> rules = new ArrayList<>();

  CaseRules(Problems problems) {
    this.problems = problems;
  }

  /** Adds a case, and returns its condition; empty, with the problems noted, if it is none. */
  Optional<Condition> add(int number, Json when, String path) {
    Json rule =
        Json.object()
            .put("id", Integer.toString(number))
            .put("group", GROUP)
            .put("when", when)
            .put("then", List.of())
            .build();
    rules.add(rule);
    try {
      return Optional.of(set(List.of(rule)).rules().getFirst().condition());
    } catch (InvalidRules e) {
      for (InvalidRules.Problem problem : e.problems()) {
        String within = problem.path().replaceFirst("^/rules/0/when", "");
        problems.add(path + within, problem.message());
      }
      return Optional.empty();
    }
  }

  /** All of them; each must be one. */
  RuleSet set() {
    return set(rules);
  }

  private static RuleSet set(List<Json> rules) {
    Json document =
        Json.object()
            .put("rules", rules)
            .put("groups", Json.object().put(GROUP, "first").build())
            .build();
    return RuleSet.parse(document, RuleVocabulary.OPEN, RuleLimits.DEFAULT);
  }
}
