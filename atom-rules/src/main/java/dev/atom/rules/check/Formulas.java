package dev.atom.rules.check;

import dev.atom.json.Json;
import dev.atom.rules.Condition;
import dev.atom.rules.FieldCondition;
import dev.atom.rules.Missing;
import dev.atom.rules.Operator;
import dev.atom.rules.Rule;
import dev.atom.rules.RuleSet;
import dev.atom.rules.Trigger;
import dev.atom.rules.check.FieldTest.Nature;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Turns conditions into formulas. What it does not know, it takes for something that may be true or
 * false. Not thread-safe.
 */
final class Formulas {
  /** The place of a rule's condition. */
  static final String WHEN = "/when";

  private static final Set<String> FORMS = Set.of("field", "date", "time", "instant");
  private static final Set<String> OPERATORS =
      Set.of(
          ("eq lt lte gt gte between in contains containsAny containsAll startsWith endsWith"
                  + " matches isNull isEmpty exists changed changedFrom changedTo increased"
                  + " decreased before after olderThan newerThan")
              .split(" ", -1));

  private final RuleSet rules;
  private final Map<Object, FieldTest> tests = new HashMap<>();

  Formulas(RuleSet rules) {
    this.rules = rules;
  }

  /** All that a rule asks. */
  Formula of(Rule rule) {
    return Formula.all(List.copyOf(asked(rule).values()));
  }

  /** What a rule asks, by its place: a trigger, its time, and last its condition. */
  Map<String, Formula> asked(Rule rule) {
    Map<String, Formula> asked = new LinkedHashMap<>();
    List<Formula> triggers = new ArrayList<>();
    for (Trigger trigger : rule.triggers()) {
      triggers.add(of(trigger.condition(rule.id())));
    }
    if (!triggers.isEmpty()) {
      asked.put("/on", Formula.any(triggers));
    }
    var now = Condition.field(Cells.NOW);
    rule.effective().from().ifPresent(from -> asked.put("/effective/from", of(now.gte(from))));
    rule.effective().to().ifPresent(to -> asked.put("/effective/to", of(now.lt(to))));
    asked.put(WHEN, of(rule.condition()));
    return asked;
  }

  Formula of(Condition condition) {
    if (condition instanceof Condition.All all) {
      return Formula.all(of(all.conditions()));
    }
    if (condition instanceof Condition.Any any) {
      return Formula.any(of(any.conditions()));
    }
    if (condition instanceof Condition.AtLeast some) {
      return some.count() == some.conditions().size()
          ? Formula.all(of(some.conditions()))
          : new Formula.AtLeast(some.count(), of(some.conditions()));
    }
    if (condition instanceof Condition.Not not) {
      return Formula.not(of(not.condition()));
    }
    return condition instanceof FieldCondition leaf ? leaf(leaf) : opaque(condition);
  }

  private List<Formula> of(List<Condition> conditions) {
    return conditions.stream().map(this::of).toList();
  }

  private Formula opaque(Condition condition) {
    Json.Obj json = condition.toJson();
    String key = "opaque " + new Json.Obj(without(json, "id"));
    return new Formula.Literal(tests.computeIfAbsent(key, k -> new FieldTest(key)), true);
  }

  private static Map<String, Json> without(Json.Obj json, String name) {
    Map<String, Json> members = new HashMap<>(json.members());
    members.remove(name);
    return new java.util.TreeMap<>(members);
  }

  /** Whether the condition has no members, operators and values but those that are understood here. */
  private static boolean known(FieldCondition leaf) {
    Operator operator = leaf.operator().complementOf().orElse(leaf.operator());
    FieldCondition bare =
        cased(leaf, Condition.field(leaf.field()).is(leaf.operator(), leaf.value()));
    FieldCondition same =
        leaf.missing().isPresent() ? bare.whenMissing(leaf.missing().get()) : bare;
    return OPERATORS.contains(operator.jsonName())
        && without(leaf.toJson(), "id").equals(without(same.toJson(), "id"))
        && leaf.value().map(Formulas::plain).orElse(true);
  }

  private static boolean plain(Json value) {
    return switch (value) {
      case Json.Arr array -> array.items().stream().allMatch(Formulas::plain);
      case Json.Obj object ->
          object.members().size() == 1 && FORMS.containsAll(object.members().keySet());
      case Json.Str s -> true;
      case Json.Num n -> true;
      case Json.Bool b -> true;
      case Json.Null n -> true;
    };
  }

  private Formula leaf(FieldCondition leaf) {
    if (!known(leaf)) {
      return opaque(leaf);
    }
    boolean other = otherField(leaf);
    if (leaf.missing().isPresent() && other) {
      return opaque(leaf);
    }
    Operator operator = leaf.operator();
    Formula positive = positive(leaf, operator.complementOf().orElse(operator));
    Formula holds = operator.complementOf().isPresent() ? Formula.not(positive) : positive;
    if (leaf.missing().isEmpty()) {
      return holds;
    }
    Formula absent = test(leaf.field(), Condition.field(leaf.field()).isNull());
    return leaf.missing().get() == Missing.MATCH
        ? Formula.any(List.of(absent, holds))
        : Formula.all(List.of(Formula.not(absent), holds));
  }

  private Formula positive(FieldCondition leaf, Operator operator) {
    String path = leaf.field();
    var on = Condition.field(path);
    if (otherField(leaf) && operator.jsonName().equals("changedFrom")) {
      return opaque(leaf);
    }
    if (otherField(leaf) && !operator.jsonName().equals("changedTo")) {
      return test(path, cased(leaf, on.is(operator, leaf.value())));
    }
    Formula changed = opaque(on.changed());
    return switch (operator.jsonName()) {
      case "changed" -> changed;
      case "changedTo" -> both(changed, equal(leaf, path));
      case "changedFrom" -> both(changed, equal(leaf, "before " + path));
      case "increased" -> both(changed, opaque(cased(leaf, on.increased())));
      case "decreased" ->
          Formula.all(
              List.of(
                  changed,
                  Formula.not(opaque(cased(leaf, on.increased()))),
                  opaque(cased(leaf, on.decreased()))));
      case "between" -> between(leaf);
      case "in" -> in(leaf);
      default -> test(path, cased(leaf, on.is(operator, leaf.value())));
    };
  }

  private static Formula both(Formula a, Formula b) {
    return Formula.all(List.of(a, b));
  }

  private Formula equal(FieldCondition leaf, String group) {
    return test(group, cased(leaf, Condition.field(leaf.field()).is(Operator.EQ, leaf.value())));
  }

  private Formula between(FieldCondition leaf) {
    List<Json> ends = ((Json.Arr) leaf.value().orElseThrow()).items();
    var on = Condition.field(leaf.field());
    if (rules.probe(leaf).comparesTime() && !typed(leaf, ends)) {
      return opaque(leaf);
    }
    return both(
        test(leaf.field(), cased(leaf, on.is(Operator.GTE, Optional.of(ends.get(0))))),
        test(leaf.field(), cased(leaf, on.is(Operator.LTE, Optional.of(ends.get(1))))));
  }

  private Formula in(FieldCondition leaf) {
    List<Json> items =
        ((Json.Arr) leaf.value().orElseThrow())
            .items().stream().distinct().sorted(Comparator.comparing(Json::toString)).toList();
    var on = Condition.field(leaf.field());
    return test(
        leaf.field(),
        cased(
            leaf,
            items.size() == 1
                ? on.is(Operator.EQ, Optional.of(items.getFirst()))
                : on.is(Operator.IN, Optional.of(Json.array(items)))));
  }

  /** Whether each end alone makes the comparison one of points in time, as both together do. */
  private boolean typed(FieldCondition leaf, List<Json> ends) {
    var on = Condition.field(leaf.field());
    return ends.stream()
        .allMatch(end -> rules.probe(on.is(Operator.GTE, Optional.of(end))).comparesTime());
  }

  private static FieldCondition cased(FieldCondition like, FieldCondition leaf) {
    return like.ignoreCase() ? leaf.ignoringCase() : leaf;
  }

  private Formula test(String group, FieldCondition leaf) {
    return new Formula.Literal(
        tests.computeIfAbsent(List.of(group, leaf), k -> compile(group, leaf)), true);
  }

  private FieldTest compile(String group, FieldCondition leaf) {
    if (leaf.field().startsWith("@") && !Cells.KNOWN.contains(leaf.field())) {
      return new FieldTest("opaque " + leaf);
    }
    var probe = rules.probe(leaf);
    Nature nature =
        otherField(leaf)
            ? Nature.OTHER_FIELD
            : switch (leaf.operator().jsonName()) {
              case "isNull", "isEmpty", "exists" -> Nature.PRESENCE;
              case "eq", "lt", "lte", "gt", "gte", "in" ->
                  probe.comparesTime() ? Nature.MOMENT : Nature.ORDER;
              case "before", "after" -> Nature.MOMENT;
              case "startsWith", "endsWith", "matches" -> Nature.TEXT;
              case "contains", "containsAny", "containsAll" -> Nature.PARTS;
              case "olderThan", "newerThan" -> Nature.AGE;
              default -> Nature.OPAQUE;
            };
    boolean unread =
        nature == Nature.OPAQUE
            || (nature == Nature.MOMENT && !Moments.known(leaf.value().orElseThrow()));
    return unread
        ? new FieldTest("opaque " + group + " " + leaf)
        : new FieldTest(group, nature, leaf, probe);
  }

  /** Whether the condition compares with another field. */
  static boolean otherField(FieldCondition leaf) {
    return leaf.value()
        .filter(
            value ->
                isField(value)
                    || (leaf.operator().operand() == Operator.Operand.RANGE
                        && value instanceof Json.Arr ends
                        && ends.items().stream().anyMatch(Formulas::isField)))
        .isPresent();
  }

  private static boolean isField(Json value) {
    return value instanceof Json.Obj o && o.members().size() == 1 && o.text("field").isPresent();
  }
}
