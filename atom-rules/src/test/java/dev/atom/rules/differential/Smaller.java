package dev.atom.rules.differential;

import dev.atom.json.Json;
import dev.atom.rules.RuleLimits;
import dev.atom.rules.RuleSet;
import dev.atom.rules.RuleTrace;
import dev.atom.rules.RuleVocabulary;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds the conditions on which Atom and the judge disagree. */
final class Smaller {
  private Smaller() {}

  static Map<String, String> conditions(
      Json.Obj rule, Event event, Map<String, String> types, RuleVocabulary vocabulary) {
    RuleTrace trace =
        RuleSet.parse(Json.array(List.of(rule)), vocabulary, RuleLimits.DEFAULT)
            .evaluate(event.facts(), event.now())
            .trace()
            .rule(rule.text("id").orElseThrow());
    DocumentJudge judge = new DocumentJudge(new DocumentJudge.Types(types), event, Set.of());
    return trace.checks().stream()
        .filter(check -> check.holds() != judge.leaf(check.condition().toJson()))
        .collect(
            Collectors.toMap(
                check -> check.condition().toJson().text("op").orElseThrow(),
                check -> check + "; " + check.condition() + " holds for Atom: " + check.holds(),
                (a, b) -> a));
  }

  /** Printed anywhere, and readable where characters are not. */
  static String ascii(String text) {
    return text.chars()
        .mapToObj(c -> c < 127 ? "" + (char) c : String.format(Locale.ROOT, "\\u%04x", c))
        .collect(Collectors.joining());
  }
}
