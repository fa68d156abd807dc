package dev.atom.rules.differential;

import dev.atom.json.Json;
import dev.atom.rules.Check;
import dev.atom.rules.RuleTrace;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds the conditions on which Atom and the judge disagree. */
final class Smaller {
  private Smaller() {}

  static Map<String, String> conditions(Json.Obj rule, Event event, Batch batch) {
    RuleTrace trace =
        batch
            .parse(List.of(rule), Json.Obj.EMPTY)
            .evaluate(event.facts(), event.now())
            .trace()
            .rule(rule.text("id").orElseThrow());
    DocumentJudge judge = new DocumentJudge(event, Set.of());
    return trace.checks().stream()
        .filter(check -> check.holds() != judge.holds(said(check, batch)))
        .collect(
            Collectors.toMap(
                Smaller::kind,
                check -> check + "; " + check.condition() + " holds for Atom: " + check.holds(),
                (a, b) -> a));
  }

  private static Said said(Check check, Batch batch) {
    return batch.reading().condition(check.condition().toJson(), "");
  }

  /** What kind of condition was checked. */
  static String kind(Check check) {
    Json.Obj condition = check.condition().toJson();
    if (condition.get("items").isPresent()) {
      return "items "
          + Reading.FOLDS.stream().filter(f -> condition.get(f).isPresent()).findFirst().get();
    }
    if (condition.get("field").isPresent()) {
      return condition.text("op").orElseThrow();
    }
    Json rule = condition.get("logic").orElse(condition);
    return "logic " + ((Json.Obj) rule).members().keySet().iterator().next();
  }

  /** Printed anywhere, and readable where characters are not. */
  static String ascii(String text) {
    return text.chars()
        .mapToObj(c -> c < 127 ? "" + (char) c : String.format(Locale.ROOT, "\\u%04x", c))
        .collect(Collectors.joining());
  }
}
