package dev.atom.rules.tenant;

import dev.atom.json.Json;
import dev.atom.rules.GroupMode;
import dev.atom.rules.Rule;
import dev.atom.rules.RuleSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How two sets of rules differ.
 *
 * @param added rules that only the later set has; copied
 * @param removed rules that only the earlier set has; copied
 * @param changed rules that both have, with what differs, by id; copied
 * @param groups modes of groups that differ, as one value; empty if none do
 */
public record RuleDiff(
    List<Rule> added,
    List<Rule> removed,
    Map<String, List<Difference>> changed,
    Optional<Difference> groups) {
  /** Copies the collections. */
  public RuleDiff {
    added = List.copyOf(added);
    removed = List.copyOf(removed);
    Map<String, List<Difference>> copy = new LinkedHashMap<>();
    changed.forEach((id, differences) -> copy.put(id, List.copyOf(differences)));
    changed = java.util.Collections.unmodifiableMap(copy);
  }

  /**
   * A value that differs.
   *
   * @param path JSON Pointer in the rule's document
   * @param before the value before; empty if there was none
   * @param after the value now; empty if there is none
   */
  public record Difference(String path, Optional<Json> before, Optional<Json> after) {
    @Override
    public String toString() {
      return path
          + ": "
          + before.map(Json::toString).orElse("nothing")
          + " -> "
          + after.map(Json::toString).orElse("nothing");
    }
  }

  /**
   * Compares two sets.
   *
   * @param before the earlier
   * @param after the later
   * @return how they differ; the order of rules in the document is not compared
   */
  public static RuleDiff between(RuleSet before, RuleSet after) {
    return between(before.rules(), after.rules(), before.groups(), after.groups());
  }

  static RuleDiff between(
      List<Rule> before,
      List<Rule> after,
      Map<String, GroupMode> groupsBefore,
      Map<String, GroupMode> groupsAfter) {
    Map<String, Rule> old = byId(before);
    Map<String, Rule> now = byId(after);
    Map<String, List<Difference>> changed = new LinkedHashMap<>();
    now.forEach(
        (id, rule) -> {
          Rule was = old.get(id);
          if (was != null && !was.equals(rule)) {
            List<Difference> found = new ArrayList<>();
            compare("", Optional.of(was.toJson()), Optional.of(rule.toJson()), found);
            changed.put(id, found);
          }
        });
    Optional<Difference> groups = Optional.empty();
    if (!groupsBefore.equals(groupsAfter)) {
      groups =
          Optional.of(
              new Difference(
                  "/groups", Optional.of(modes(groupsBefore)), Optional.of(modes(groupsAfter))));
    }
    return new RuleDiff(
        now.values().stream().filter(rule -> !old.containsKey(rule.id())).toList(),
        old.values().stream().filter(rule -> !now.containsKey(rule.id())).toList(),
        changed,
        groups);
  }

  private static Map<String, Rule> byId(List<Rule> rules) {
    Map<String, Rule> byId = new LinkedHashMap<>();
    rules.forEach(rule -> byId.put(rule.id(), rule));
    return byId;
  }

  private static Json modes(Map<String, GroupMode> groups) {
    var modes = Json.object();
    groups.forEach((name, mode) -> modes.put(name, mode.jsonName()));
    return modes.build();
  }

  private static void compare(
      String path, Optional<Json> before, Optional<Json> after, List<Difference> found) {
    if (before.equals(after)) {
      return;
    }
    if (before.orElse(Json.NULL) instanceof Json.Obj a
        && after.orElse(Json.NULL) instanceof Json.Obj b) {
      Set<String> names = new LinkedHashSet<>(a.members().keySet());
      names.addAll(b.members().keySet());
      for (String name : names) {
        compare(path + "/" + step(name), a.get(name), b.get(name), found);
      }
    } else if (before.orElse(Json.NULL) instanceof Json.Arr a
        && after.orElse(Json.NULL) instanceof Json.Arr b
        && a.items().size() == b.items().size()) {
      for (int i = 0; i < a.items().size(); i++) {
        compare(
            path + "/" + i, Optional.of(a.items().get(i)), Optional.of(b.items().get(i)), found);
      }
    } else {
      found.add(new Difference(path, before, after));
    }
  }

  private static String step(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }

  /**
   * Tells whether nothing differs.
   *
   * @return true if the sets have the same rules and groups
   */
  public boolean isEmpty() {
    return added.isEmpty() && removed.isEmpty() && changed.isEmpty() && groups.isEmpty();
  }

  /** A line for each rule that differs. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    added.forEach(rule -> text.append("+ ").append(rule.id()).append('\n'));
    removed.forEach(rule -> text.append("- ").append(rule.id()).append('\n'));
    changed.forEach(
        (id, differences) ->
            differences.forEach(
                difference ->
                    text.append("~ ").append(id).append(' ').append(difference).append('\n')));
    groups.ifPresent(difference -> text.append("~ ").append(difference).append('\n'));
    return text.toString();
  }
}
