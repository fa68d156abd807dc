package dev.atom.rules.check;

import dev.atom.json.Json;
import dev.atom.rules.Condition;
import dev.atom.rules.Facts;
import dev.atom.rules.InvalidRules;
import dev.atom.rules.RuleSet;
import dev.atom.rules.Trigger;
import dev.atom.rules.check.Remark.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Looks at what actions change: loops, rules that trigger themselves, and conflicts. */
final class EffectLint {
  private static final int SHOWN = 5;
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final Json BEFORE = Json.of("\u0001 before");

  private final RuleSet rules;
  private final Formulas formulas;
  private final LintOptions options;
  private final Logic logic;
  private final List<Remark> remarks;
  private final Map<Subject, Map<String, Optional<Json>>> effects = new LinkedHashMap<>();
  private final Map<Subject, RuleSet> compiled = new HashMap<>();
  private int left;

  EffectLint(
      RuleSet rules, Formulas formulas, LintOptions options, Logic logic, List<Remark> remarks) {
    this.rules = rules;
    this.formulas = formulas;
    this.options = options;
    this.logic = logic;
    this.remarks = remarks;
  }

  /** The subjects are enabled and possible. Returns whether all were compared. */
  boolean run(List<Subject> subjects) {
    for (Subject subject : subjects) {
      Map<String, Optional<Json>> changes = new LinkedHashMap<>();
      subject.rule().actions().forEach(action -> changes.putAll(options.effects().of(action)));
      if (!changes.isEmpty()) {
        effects.put(subject, changes);
      }
    }
    left = options.comparisons();
    loops(subjects);
    boolean all = left > 0;
    left = options.comparisons();
    conflicts();
    return all && left > 0;
  }

  private void loops(List<Subject> subjects) {
    Map<String, List<Subject>> readers = new HashMap<>();
    for (Subject subject : subjects) {
      Set<String> under = new LinkedHashSet<>();
      subject.reads().forEach(path -> under.addAll(prefixes(path)));
      under.forEach(path -> readers.computeIfAbsent(path, p -> new ArrayList<>()).add(subject));
    }
    Map<Subject, List<Subject>> next = new LinkedHashMap<>();
    effects.forEach(
        (subject, changes) -> {
          Set<Subject> touched = new LinkedHashSet<>();
          changes.keySet().forEach(field -> touched.addAll(readersOf(field, readers)));
          next.put(
              subject,
              touched.stream().filter(reader -> triggers(subject, changes, reader)).toList());
        });
    for (List<Subject> cycle : Cycles.in(next)) {
      List<String> ids = cycle.stream().map(Subject::id).toList();
      if (cycle.size() == 1) {
        String message =
            "can trigger itself: after its own actions on "
                + ShadowLint.quoted(
                    List.copyOf(effects.getOrDefault(cycle.getFirst(), Map.of()).keySet()))
                + " its condition can be true again";
        remarks.add(Remark.of(Kind.RETRIGGERS_ITSELF, ids.getFirst(), "", message));
      } else {
        String message =
            "can run in a circle: " + String.join(" -> ", ids) + " -> " + ids.getFirst();
        remarks.add(Remark.of(Kind.LOOP, ids.getFirst(), message, ids));
      }
    }
  }

  /** The path itself and those above it, for a change of an object changes what is in it. */
  private static List<String> prefixes(String path) {
    List<String> prefixes = new ArrayList<>(List.of(path));
    for (int dot = path.lastIndexOf('.'); dot > 0; dot = path.lastIndexOf('.', dot - 1)) {
      prefixes.add(path.substring(0, dot));
    }
    return prefixes;
  }

  private static Set<Subject> readersOf(String field, Map<String, List<Subject>> readers) {
    Set<Subject> found = new LinkedHashSet<>(readers.getOrDefault(field, List.of()));
    for (String above : prefixes(field)) {
      readers.getOrDefault(above, List.of()).stream()
          .filter(reader -> reader.reads().contains(above))
          .forEach(found::add);
    }
    return found;
  }

  /** Whether the changes of one rule can make the other fire. */
  private boolean triggers(Subject by, Map<String, Optional<Json>> changes, Subject reader) {
    if (left <= 0 || !looksAt(reader, changes.keySet())) {
      return false;
    }
    left--;
    List<Formula> after = new ArrayList<>(List.of(reader.formula()));
    List<Formula> same = new ArrayList<>();
    for (Map.Entry<String, Optional<Json>> change : changes.entrySet()) {
      Optional<Formula> equal = change.getValue().flatMap(v -> equal(change.getKey(), v));
      equal.ifPresent(after::add);
      equal.ifPresent(same::add);
    }
    if (logic.contradictory(after)) {
      return false;
    }
    if (same.size() < changes.size()) {
      return true;
    }
    // Where the rule matches only if all is as it would set it, its actions change nothing.
    List<Formula> different = List.of(by.formula(), Formula.not(Formula.all(same)));
    return !logic.contradictory(different);
  }

  /** Whether the rule is looked at when these fields change. */
  private static boolean looksAt(Subject reader, Set<String> changed) {
    if (reader.rule().triggers().isEmpty()) {
      return true;
    }
    for (Trigger trigger : reader.rule().triggers()) {
      if (trigger instanceof Trigger.OnChange on
          && on.fields().stream().anyMatch(changed::contains)) {
        return true;
      }
      if (trigger instanceof Trigger.OnStatus on && changed.contains(on.field())) {
        return true;
      }
    }
    return false;
  }

  private Optional<Formula> equal(String field, Json value) {
    var on = Condition.field(field);
    try {
      return switch (value) {
        case Json.Null n -> Optional.of(formulas.of(on.isNull()));
        case Json.Obj o -> Optional.empty();
        case Json.Str s -> Optional.of(formulas.of(on.eq(s)));
        case Json.Num n -> Optional.of(formulas.of(on.eq(n)));
        case Json.Bool b -> Optional.of(formulas.of(on.eq(b)));
        case Json.Arr a -> Optional.of(formulas.of(on.eq(a)));
      };
    } catch (InvalidRules e) {
      // The vocabulary has no such field or value: what a rule makes of it is not known.
      return Optional.empty();
    }
  }

  private void conflicts() {
    Map<String, List<Subject>> setters = new LinkedHashMap<>();
    effects.forEach(
        (subject, changes) ->
            changes.forEach(
                (field, value) ->
                    value.ifPresent(
                        v -> setters.computeIfAbsent(field, f -> new ArrayList<>()).add(subject))));
    setters.forEach(this::conflicts);
  }

  private void conflicts(String field, List<Subject> setters) {
    for (int i = 0; i < setters.size(); i++) {
      Subject one = setters.get(i);
      List<String> others = new ArrayList<>();
      Optional<Json.Obj> witness = Optional.empty();
      for (int k = i + 1; k < setters.size() && left > 0 && others.size() < SHOWN; k++) {
        Subject other = setters.get(k);
        if (value(one, field).equals(value(other, field)) || exclusive(one, other)) {
          continue;
        }
        left--;
        Optional<Json.Obj> both = both(one, other);
        witness = witness.or(() -> both);
        both.ifPresent(values -> others.add(other.id()));
      }
      if (!others.isEmpty()) {
        String message =
            "sets \""
                + field
                + "\" to another value than "
                + ShadowLint.quoted(others)
                + ", and both can fire";
        remarks.add(new Remark(Kind.CONFLICTING_ACTIONS, one.id(), "", message, others, witness));
      }
    }
  }

  private Json value(Subject subject, String field) {
    return effects
        .getOrDefault(subject, Map.of())
        .getOrDefault(field, Optional.empty())
        .orElse(Json.NULL);
  }

  private static boolean exclusive(Subject first, Subject second) {
    boolean group =
        first.exclusiveGroup().isPresent()
            && first.exclusiveGroup().equals(second.exclusiveGroup());
    return group || first.rule().stop();
  }

  /** Facts on which both rules fire if there are no others; tried out. */
  private Optional<Json.Obj> both(Subject one, Subject other) {
    List<Formula> together = List.of(one.formula(), other.formula());
    Tableau tableau = logic.tableau(together);
    if (tableau.solve(together) != Tableau.Outcome.POSSIBLE) {
      return Optional.empty();
    }
    Map<String, Json> values = tableau.values();
    Facts facts = Cells.facts(values);
    Facts.Builder changed = facts.toBuilder();
    one.reads().stream().filter(path -> !path.startsWith("@")).forEach(p -> change(changed, p));
    other.reads().stream().filter(path -> !path.startsWith("@")).forEach(p -> change(changed, p));
    for (Facts tried : List.of(facts, changed.build())) {
      if (fires(one, tried) && fires(other, tried)) {
        return Optional.of(tried.values());
      }
    }
    return Optional.empty();
  }

  private boolean fires(Subject subject, Facts facts) {
    RuleSet alone =
        compiled.computeIfAbsent(
            subject, s -> RuleSet.of(List.of(s.rule()), Map.of(), rules.vocabulary()));
    return !alone.evaluate(facts, options.now().orElse(NOON)).fired().isEmpty();
  }

  private static void change(Facts.Builder facts, String path) {
    try {
      facts.changedFrom(path, BEFORE);
    } catch (IllegalArgumentException e) {
      // What looks like a path, in a kind of condition that is not known here, may be none.
      return;
    }
  }
}
