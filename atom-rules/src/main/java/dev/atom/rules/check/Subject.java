package dev.atom.rules.check;

import dev.atom.json.Json;
import dev.atom.rules.GroupMode;
import dev.atom.rules.Rule;
import dev.atom.rules.RuleSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A rule that is being checked.
 *
 * @param rule the rule
 * @param order its place in the order of firing
 * @param formula all that it asks
 * @param exclusiveGroup the group of which only one rule fires
 */
record Subject(Rule rule, int order, Formula formula, Optional<String> exclusiveGroup) {

  /** The rules of a set in the order of firing. */
  static List<Subject> of(RuleSet rules, Formulas formulas) {
    List<Rule> sorted = new ArrayList<>(rules.rules());
    sorted.sort(Comparator.comparingInt(Rule::priority).reversed());
    List<Subject> subjects = new ArrayList<>();
    for (Rule rule : sorted) {
      Optional<String> exclusive =
          rule.group().filter(name -> rules.groups().get(name) == GroupMode.FIRST);
      subjects.add(new Subject(rule, subjects.size(), formulas.of(rule), exclusive));
    }
    return subjects;
  }

  String id() {
    return rule.id();
  }

  Set<String> groups() {
    Set<String> groups = new HashSet<>();
    formula.tests().forEach(test -> groups.add(test.group()));
    return groups;
  }

  /** The paths that its triggers and conditions mention. */
  Set<String> reads() {
    Set<String> paths = new TreeSet<>();
    rule.triggers().forEach(trigger -> reads(trigger.condition(rule.id()).toJson(), paths));
    reads(rule.condition().toJson(), paths);
    return paths;
  }

  private static void reads(Json json, Set<String> paths) {
    if (json instanceof Json.Arr array) {
      array.items().forEach(item -> reads(item, paths));
    } else if (json instanceof Json.Obj object) {
      for (Map.Entry<String, Json> member : object.members().entrySet()) {
        if (member.getValue() instanceof Json.Str s && named(member.getKey())) {
          paths.add(s.value());
        }
        reads(member.getValue(), paths);
      }
    }
  }

  /** Members that hold a path, in native conditions and in JsonLogic. */
  private static boolean named(String member) {
    return member.equals("field") || member.equals("var") || member.equals("items");
  }
}
