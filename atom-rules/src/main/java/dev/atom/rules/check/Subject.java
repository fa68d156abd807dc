package dev.atom.rules.check;

import dev.atom.json.Json;
import dev.atom.rules.GroupMode;
import dev.atom.rules.Rule;
import dev.atom.rules.RuleSet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A rule that is being checked. */
final class Subject {
  /** Members of a condition on items that hold what each of them is like. */
  private static final Set<String> EACH = Set.of("any", "all", "none", "count", "where");

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
    rule.triggers().forEach(trigger -> reads(trigger.condition(rule.id()).toJson(), 0, reads));
    reads(rule.condition().toJson(), 0, reads);
  }

  /** The rules of a set in the order of firing. */
  static List<Subject> of(RuleSet rules, Formulas formulas) {
    List<Subject> subjects = new ArrayList<>();
    for (Rule rule : rules.inOrderOfFiring()) {
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

  /** On the items of lists, so many of them within one another. */
  private static void reads(Json json, int lists, Set<String> paths) {
    if (json instanceof Json.Arr array) {
      array.items().forEach(item -> reads(item, lists, paths));
    } else if (json instanceof Json.Obj object) {
      boolean items = object.text("items").isPresent();
      for (Map.Entry<String, Json> member : object.members().entrySet()) {
        if (member.getValue() instanceof Json.Str s && named(member.getKey())) {
          top(s.value(), lists).ifPresent(paths::add);
        }
        boolean each = items && EACH.contains(member.getKey());
        reads(member.getValue(), each ? lists + 1 : lists, paths);
      }
    }
  }

  /** The path of a fact; empty for what lies in an item, whose list is a path of its own. */
  private static Optional<String> top(String path, int lists) {
    String out = "^.".repeat(lists);
    return lists == 0
        ? Optional.of(path)
        : Optional.of(path).filter(p -> p.startsWith(out)).map(p -> p.substring(out.length()));
  }

  /** Members that hold a path, in native conditions and in JsonLogic. */
  private static boolean named(String member) {
    return member.equals("field") || member.equals("var") || member.equals("items");
  }
}
