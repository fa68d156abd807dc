package dev.atom.rules.check;

import dev.atom.json.Json;
import dev.atom.rules.check.Remark.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Looks for rules that can never fire because rules before them stop all that they match, or take
 * their group. A rule is compared with those alone that ask nothing of fields it does not look at.
 */
final class ShadowLint {
  private static final int TOGETHER = 8;

  private final Logic logic;
  private final List<Remark> remarks;
  private final Map<Key, Integer> frequency = new HashMap<>();
  private final Map<Key, List<Subject>> stopping = new HashMap<>();
  private final Map<String, Map<Key, List<Subject>>> members = new HashMap<>();
  private final Set<String> begun = new HashSet<>();
  private int left;

  /** Under what a rule is found: a field, or a field that equals a literal; nothing for every rule. */
  private record Key(String group, Optional<Json> literal) {
    static final Key ALWAYS = new Key("", Optional.empty());
  }

  ShadowLint(LintOptions options, Logic logic, List<Remark> remarks) {
    this.logic = logic;
    this.remarks = remarks;
    this.left = options.comparisons();
  }

  /** The subjects are enabled, possible, and in the order of firing. Returns whether all were compared. */
  boolean run(List<Subject> subjects) {
    subjects.forEach(s -> keysOf(s).forEach(key -> frequency.merge(key, 1, Integer::sum)));
    for (Subject subject : subjects) {
      if (left > 0) {
        look(subject);
      }
      boolean first = subject.exclusiveGroup().map(begun::add).orElse(true);
      if (subject.rule().stop() && first) {
        enter(subject, stopping);
      }
      subject
          .exclusiveGroup()
          .ifPresent(group -> enter(subject, members.computeIfAbsent(group, g -> new HashMap<>())));
    }
    return left > 0;
  }

  private static Set<Key> keysOf(Subject subject) {
    Set<Key> keys = new LinkedHashSet<>();
    for (FieldTest test : subject.formula().tests()) {
      keys.add(new Key(test.group(), Optional.empty()));
      test.literals().forEach(literal -> keys.add(new Key(test.group(), Optional.of(literal))));
    }
    return keys;
  }

  private void enter(Subject subject, Map<Key, List<Subject>> index) {
    Set<Key> keys = access(subject.formula());
    for (Key key : keys.isEmpty() ? Set.of(Key.ALWAYS) : keys) {
      index.computeIfAbsent(key, k -> new ArrayList<>()).add(subject);
    }
  }

  /** Keys of which a rule that implies the formula has one: the rarest of a conjunction. */
  private Set<Key> access(Formula formula) {
    return switch (formula) {
      case Formula.Literal literal -> Set.of(access(literal));
      case Formula.AtLeast some when some.all() ->
          some.of().stream()
              .map(this::access)
              .filter(keys -> !keys.isEmpty())
              .min(Comparator.comparingInt(this::cost))
              .orElse(Set.of());
      case Formula.AtLeast some -> {
        Set<Key> keys = new LinkedHashSet<>();
        some.of().forEach(member -> keys.addAll(access(member)));
        yield keys;
      }
    };
  }

  private static Key access(Formula.Literal literal) {
    FieldTest test = literal.test();
    boolean equal = literal.positive() && test.operator().equals("eq") && !test.ignoreCase();
    return new Key(
        test.group(), equal ? Optional.of(test.literals().getFirst()) : Optional.empty());
  }

  private int cost(Set<Key> keys) {
    return keys.stream().mapToInt(key -> frequency.getOrDefault(key, 0)).sum();
  }

  private void look(Subject subject) {
    Set<Key> keys = keysOf(subject);
    keys.add(Key.ALWAYS);
    Set<Subject> found = new TreeSet<>(Comparator.comparingInt(Subject::order));
    keys.forEach(key -> found.addAll(stopping.getOrDefault(key, List.of())));
    subject
        .exclusiveGroup()
        .map(group -> members.getOrDefault(group, Map.of()))
        .ifPresent(index -> keys.forEach(key -> found.addAll(index.getOrDefault(key, List.of()))));
    Set<String> groups = subject.groups();
    List<Subject> candidates =
        found.stream().filter(c -> groups.containsAll(required(c.formula()))).toList();
    for (Subject candidate : candidates) {
      if (covered(subject, List.of(candidate))) {
        report(subject, List.of(candidate));
        return;
      }
    }
    List<Subject> several = candidates.stream().limit(TOGETHER).toList();
    if (several.size() > 1 && covered(subject, several)) {
      report(subject, fewest(subject, several));
    }
  }

  /** The fields without which a formula can't be true, unless a test of them always is. */
  private static Set<String> required(Formula formula) {
    Set<String> groups = new HashSet<>();
    if (formula instanceof Formula.Literal literal) {
      groups.add(literal.test().group());
    } else if (formula instanceof Formula.AtLeast some && some.all()) {
      some.of().forEach(member -> groups.addAll(required(member)));
    }
    return groups;
  }

  private boolean covered(Subject subject, List<Subject> by) {
    if (left <= 0) {
      return false;
    }
    left--;
    List<Formula> formulas = new ArrayList<>(List.of(subject.formula()));
    by.forEach(one -> formulas.add(Formula.not(one.formula())));
    return logic.contradictory(formulas);
  }

  private List<Subject> fewest(Subject subject, List<Subject> by) {
    List<Subject> needed = new ArrayList<>(by);
    for (Subject one : by) {
      List<Subject> fewer = new ArrayList<>(needed);
      fewer.remove(one);
      if (covered(subject, fewer)) {
        needed = fewer;
      }
    }
    return needed;
  }

  private void report(Subject subject, List<Subject> by) {
    List<String> ids = by.stream().map(Subject::id).toList();
    boolean group =
        by.stream()
            .allMatch(
                one ->
                    subject.exclusiveGroup().isPresent()
                        && one.exclusiveGroup().equals(subject.exclusiveGroup()));
    String message =
        "can never fire: whenever it matches, "
            + (ids.size() == 1 ? "rule " : "one of the rules ")
            + quoted(ids)
            + " has matched before it and "
            + (group ? "the group has fired" : "the rules have stopped");
    remarks.add(Remark.of(Kind.SHADOWED, subject.id(), message, ids));
  }

  static String quoted(List<String> ids) {
    return "\"" + String.join("\", \"", ids) + "\"";
  }
}
