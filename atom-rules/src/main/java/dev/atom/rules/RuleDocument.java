package dev.atom.rules;

import dev.atom.json.Json;
import dev.atom.json.JsonException;
import dev.atom.rules.InvalidRules.Kind;
import dev.atom.rules.InvalidRules.Problem;
import dev.atom.rules.Problems.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a document holds. A rule that can't be read is left out; the problems say so. */
record RuleDocument(List<Placed> rules, SetMembers members) {
  static final RuleDocument EMPTY = new RuleDocument(List.of(), SetMembers.NONE);

  /** A rule and its place in the document. */
  record Placed(Rule rule, Place place) {}

  static RuleDocument parse(String text, RuleLimits limits, Problems problems) {
    if (text.length() > limits.characters()) {
      problems.add(
          Place.TOP,
          Kind.LIMIT_EXCEEDED,
          "the document has " + text.length() + " characters; at most " + limits.characters());
    }
    problems.throwIfAny();
    DocumentScan.check(text, limits, problems);
    try {
      return new RuleReader(problems, limits).read(Json.parse(text));
    } catch (JsonException e) {
      throw new InvalidRules(List.of(Problem.notJson(e)));
    }
  }

  /** The document that built rules would be written as. */
  static RuleDocument of(
      List<Rule> rules, Map<String, GroupMode> groups, RuleLimits limits, Problems problems) {
    Place place = Place.TOP.at("rules");
    problems.atMost(limits.rules(), rules.size(), place);
    List<Placed> placed = new ArrayList<>(rules.size());
    Map<String, Place> ids = new HashMap<>();
    for (Rule rule : rules) {
      Place at = place.at(placed.size()).inRule(rule.id());
      problems.unique(rule.id(), at, ids);
      placed.add(new Placed(rule, at));
    }
    return new RuleDocument(placed, new SetMembers(Map.copyOf(groups), Map.of(), Json.Obj.EMPTY));
  }
}
