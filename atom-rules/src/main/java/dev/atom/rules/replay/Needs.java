package dev.atom.rules.replay;

import dev.atom.json.Json;
import dev.atom.rules.Check;
import dev.atom.rules.ConditionProbe;
import dev.atom.rules.EffortExceeded;
import dev.atom.rules.Facts;
import dev.atom.rules.FieldCondition;
import dev.atom.rules.Rule;
import dev.atom.rules.RuleSet;
import dev.atom.rules.RuleTrace;
import dev.atom.rules.replay.Parts.Part;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Works out the fewest conditions that would have to be otherwise for a rule to match. */
final class Needs {
  private final RuleSet rules;
  private final Facts facts;
  private final Instant now;
  private final Map<String, Check> checks = new HashMap<>();

  private Needs(RuleSet rules, RuleTrace trace, Facts facts, Instant now) {
    this.rules = rules;
    this.facts = facts;
    this.now = now;
    trace.checks().forEach(check -> checks.put(check.id(), check));
  }

  static List<Need> of(RuleSet rules, Rule rule, RuleTrace trace, Facts facts, Instant now) {
    return new Needs(rules, trace, facts, now).needs(Parts.of(rule), true).orElse(List.of());
  }

  /** Empty if there is no way that is known. */
  private Optional<List<Need>> needs(Part part, boolean wanted) {
    if (part instanceof Parts.Leaf leaf) {
      return needs(leaf, wanted);
    }
    Parts.Several some = (Parts.Several) part;
    boolean inner = wanted != some.negated();
    int count = inner ? some.count() : some.parts().size() - some.count() + 1;
    List<List<Need>> ways = new ArrayList<>();
    for (Part member : some.parts()) {
      needs(member, inner).ifPresent(ways::add);
    }
    ways.sort(Comparator.comparingInt(List::size));
    return ways.size() < count
        ? Optional.empty()
        : Optional.of(ways.stream().limit(count).flatMap(List::stream).toList());
  }

  private Optional<List<Need>> needs(Parts.Leaf leaf, boolean wanted) {
    Check check = checks.get(leaf.id());
    if (!(leaf.condition() instanceof FieldCondition condition) || check == null) {
      return Optional.empty();
    }
    return Optional.of(
        check.holds() == wanted
            ? List.of()
            : List.of(new Need(leaf.id(), condition, wanted, example(condition, wanted))));
  }

  /** A value with which the condition is as wanted, all else being as it is. */
  private Optional<Json> example(FieldCondition condition, boolean wanted) {
    if (condition.field().startsWith("@")) {
      return Optional.empty();
    }
    ConditionProbe probe = rules.probe(condition);
    return candidates(condition)
        .filter(
            value -> {
              Facts changed = Values.with(facts, condition.field(), value);
              return is(wanted, probe, changed);
            })
        .findFirst();
  }

  /** What is too much work to be told is no example. */
  private boolean is(boolean wanted, ConditionProbe probe, Facts changed) {
    try {
      return probe.holds(probe.find(changed, now)) == wanted;
    } catch (EffortExceeded e) {
      return false;
    }
  }

  private Stream<Json> candidates(FieldCondition condition) {
    List<Json> found = new ArrayList<>();
    condition.value().ifPresent(value -> literals(value, found));
    for (Json literal : List.copyOf(found)) {
      if (literal instanceof Json.Num n && n.value().precision() < 100 && small(n.value())) {
        found.add(Json.of(n.value().add(BigDecimal.ONE)));
        found.add(Json.of(n.value().subtract(BigDecimal.ONE)));
      }
    }
    if (!found.isEmpty()) {
      found.add(Json.array(List.copyOf(found)));
    }
    found.add(Json.NULL);
    found.add(Json.of(now.toString()));
    found.add(Json.of("any"));
    found.add(Json.of(0));
    return found.stream();
  }

  private static boolean small(BigDecimal number) {
    return Math.abs((long) number.scale()) < 100;
  }

  private void literals(Json value, List<Json> found) {
    if (value instanceof Json.Arr array) {
      array.items().forEach(item -> literals(item, found));
    } else if (value instanceof Json.Obj object && object.members().size() == 1) {
      Json inner = object.members().values().iterator().next();
      if (object.text("field").isPresent()) {
        facts.value(object.text("field").get()).ifPresent(found::add);
      } else {
        found.add(inner);
      }
    } else {
      found.add(value);
    }
  }
}
