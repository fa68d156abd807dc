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

/** A rule that is being checked. */
final class Subject {
  private final Rule rule;
  private final int order;
  private final Formula formula;
  private final Optional<String> exclusiveGroup;
  private final Set<String> groups = new HashSet<>();
  private final Set<String> reads = new TreeSet<>();

  private Subject(Rule rule, int order, Formula formula, Optional<String> exclusiveGroup) {
    this.rule = rule;
    this.order = order;
    this.formula = formula;
    this.exclusiveGroup = exclusiveGroup;
    formula.tests().forEach(test -> groups.add(test.group()));
    rule.triggers().forEach(trigger -> reads(trigger.condition(rule.id()).toJson(), reads));
    reads(rule.condition().toJson(), reads);
  }

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

  Rule rule() {
    return rule;
  }

  /** Its place in the order of firing. */
  int order() {
    return order;
  }

  /** All that it asks. */
  Formula formula() {
    return formula;
  }

  /** The group of which only one rule fires. */
  Optional<String> exclusiveGroup() {
    return exclusiveGroup;
  }

  /** The groups of its tests. */
  Set<String> groups() {
    return groups;
  }

  /** The paths that its triggers and conditions mention. */
  Set<String> reads() {
    return reads;
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
