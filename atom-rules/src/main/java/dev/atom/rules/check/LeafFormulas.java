package dev.atom.rules.check;

import dev.atom.json.Json;
import dev.atom.rules.Condition;
import dev.atom.rules.ConditionProbe;
import dev.atom.rules.FieldCondition;
import dev.atom.rules.ItemsCondition;
import dev.atom.rules.Missing;
import dev.atom.rules.Operator;
import dev.atom.rules.RuleSet;
import dev.atom.rules.check.FieldTest.Nature;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Turns tests of single values into formulas. Not thread-safe. */
final class LeafFormulas {
  private static final RuleSet OPEN = RuleSet.of(List.of());
  private static final String AMOUNT = "amount";

  /** No path has such a character: groups that are of no field are of none. */
  private static final String OWN = "\u0001";

  private static final Set<String> FORMS = Set.of("field", "date", "time", "instant");
  private static final Set<Operator.Operand> ENDS =
      Set.of(Operator.Operand.RANGE, Operator.Operand.TIMES);
  private static final Set<String> WORKED = Set.of("duration", "calendar");

  private final RuleSet rules;
  private final ListScope scope;
  private final Map<Object, FieldTest> tests;
  private final FieldTest.Domain domain;

  LeafFormulas(RuleSet rules, ListScope scope, Map<Object, FieldTest> tests) {
    this(rules, scope, tests, FieldTest.Domain.ALL);
  }

  private LeafFormulas(
      RuleSet rules, ListScope scope, Map<Object, FieldTest> tests, FieldTest.Domain domain) {
    this.rules = rules;
    this.scope = scope;
    this.tests = tests;
    this.domain = domain;
  }

  private ConditionProbe probe(FieldCondition leaf) {
    return rules.probe(scope.asked(leaf));
  }

  Formula opaque(Condition condition) {
    return opaque(new Json.Obj(Formulas.without(condition.toJson(), "id")));
  }

  /** What is either true or false, the same wherever the same is written. */
  Formula opaque(Json written) {
    String key = OWN + "opaque " + written;
    return new Formula.Literal(tests.computeIfAbsent(key, k -> FieldTest.opaque(key)), true);
  }

  /** A comparison of a count, a sum and the like, of which those of the same have one group. */
  Formula amount(FieldTest.Domain numbers, List<Object> same, ItemsCondition condition) {
    FieldCondition leaf =
        Condition.field(AMOUNT).is(condition.operator().orElseThrow(), condition.value());
    if (otherField(leaf)) {
      return opaque(condition);
    }
    return new LeafFormulas(OPEN, ListScope.TOP, tests, numbers)
        .of(OWN + AMOUNT + " " + same, condition.missing().map(leaf::whenMissing).orElse(leaf));
  }

  /** Whether the condition has no members, operators and values but those that are understood here. */
  private static boolean known(FieldCondition leaf) {
    FieldCondition bare =
        cased(leaf, Condition.field(leaf.field()).is(leaf.operator(), leaf.value()));
    FieldCondition same =
        leaf.missing().isPresent() ? bare.whenMissing(leaf.missing().get()) : bare;
    return Formulas.without(leaf.toJson(), "id").equals(Formulas.without(same.toJson(), "id"))
        && leaf.value().map(value -> plain(leaf.operator(), value)).orElse(true);
  }

  private static boolean plain(Operator operator, Json value) {
    return switch (operator.operand()) {
      case CALENDAR -> true;
      case DURATION -> plain(value) || (value instanceof Json.Obj o && worked(o));
      default -> plain(value);
    };
  }

  private static boolean worked(Json.Obj duration) {
    return duration.members().keySet().equals(WORKED);
  }

  private static boolean plain(Json value) {
    return switch (value) {
      case Json.Arr array -> array.items().stream().allMatch(LeafFormulas::plain);
      case Json.Obj object ->
          object.members().size() == 1 && FORMS.containsAll(object.members().keySet());
      case Json.Str s -> true;
      case Json.Num n -> true;
      case Json.Bool b -> true;
      case Json.Null n -> true;
    };
  }

  /** The formula of a condition, whose tests are of a group. */
  Formula of(String group, FieldCondition leaf) {
    if (!known(leaf)) {
      return opaque(leaf);
    }
    boolean other = otherField(leaf);
    if (leaf.missing().isPresent() && other) {
      return opaque(leaf);
    }
    Operator operator = leaf.operator();
    Formula positive = positive(group, leaf, operator.complementOf().orElse(operator));
    Formula holds = operator.complementOf().isPresent() ? Formula.not(positive) : positive;
    if (leaf.missing().isEmpty()) {
      return holds;
    }
    Formula absent = test(group, Condition.field(leaf.field()).isNull());
    return leaf.missing().get() == Missing.MATCH
        ? Formula.any(List.of(absent, holds))
        : Formula.all(List.of(Formula.not(absent), holds));
  }

  private Formula positive(String group, FieldCondition leaf, Operator operator) {
    var on = Condition.field(leaf.field());
    if (otherField(leaf) && operator == Operator.CHANGED_FROM) {
      return opaque(leaf);
    }
    if (otherField(leaf) && operator != Operator.CHANGED_TO) {
      return test(group, cased(leaf, on.is(operator, leaf.value())));
    }
    return switch (operator.jsonName()) {
      case "changed" -> opaque(on.changed());
      case "changedTo" -> both(opaque(on.changed()), equal(leaf, group));
      case "changedFrom" -> changedFrom(group, leaf);
      case "increased" -> both(opaque(on.changed()), opaque(cased(leaf, on.increased())));
      case "decreased" ->
          Formula.all(
              List.of(
                  opaque(on.changed()),
                  Formula.not(opaque(cased(leaf, on.increased()))),
                  opaque(cased(leaf, on.decreased()))));
      case "between" -> between(group, leaf);
      case "in" -> in(group, leaf);
      default -> test(group, cased(leaf, on.is(operator, leaf.value())));
    };
  }

  private Formula changedFrom(String group, FieldCondition leaf) {
    Formula changed = opaque(Condition.field(leaf.field()).changed());
    Formula from = equal(leaf, OWN + "before " + group);
    Formula still = equal(leaf, group);
    // What was this text or truth value, and was changed, is another value now.
    boolean exact =
        still instanceof Formula.Literal now
            && now.test().nature() == Nature.ORDER
            && !leaf.ignoreCase()
            && leaf.value()
                .filter(v -> v instanceof Json.Str || v instanceof Json.Bool)
                .isPresent();
    return Formula.all(exact ? List.of(changed, from, Formula.not(still)) : List.of(changed, from));
  }

  private static Formula both(Formula a, Formula b) {
    return Formula.all(List.of(a, b));
  }

  private Formula equal(FieldCondition leaf, String group) {
    return test(group, cased(leaf, Condition.field(leaf.field()).is(Operator.EQ, leaf.value())));
  }

  private Formula between(String group, FieldCondition leaf) {
    List<Json> ends = ((Json.Arr) leaf.value().orElseThrow()).items();
    var on = Condition.field(leaf.field());
    if (probe(leaf).comparesTime() && !typed(leaf, ends)) {
      return opaque(leaf);
    }
    return both(
        test(group, cased(leaf, on.is(Operator.GTE, Optional.of(ends.get(0))))),
        test(group, cased(leaf, on.is(Operator.LTE, Optional.of(ends.get(1))))));
  }

  private Formula in(String group, FieldCondition leaf) {
    List<Json> items =
        ((Json.Arr) leaf.value().orElseThrow())
            .items().stream().distinct().sorted(Comparator.comparing(Json::toString)).toList();
    var on = Condition.field(leaf.field());
    return test(
        group,
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
        .allMatch(end -> probe(on.is(Operator.GTE, Optional.of(end))).comparesTime());
  }

  private static FieldCondition cased(FieldCondition like, FieldCondition leaf) {
    return like.ignoreCase() ? leaf.ignoringCase() : leaf;
  }

  private Formula test(String group, FieldCondition leaf) {
    return new Formula.Literal(
        tests.computeIfAbsent(List.of(group, leaf), k -> compile(group, leaf)), true);
  }

  private FieldTest compile(String group, FieldCondition leaf) {
    if (!scope.reaches(leaf.field())) {
      return FieldTest.opaque(OWN + "opaque " + leaf);
    }
    ConditionProbe probe = probe(leaf);
    Nature nature = nature(leaf, probe);
    boolean unread =
        nature == Nature.OPAQUE
            || (nature == Nature.MOMENT && !Moments.known(leaf.value().orElseThrow()));
    if (unread) {
      return FieldTest.opaque(OWN + "opaque " + group + " " + leaf);
    }
    if (domain != FieldTest.Domain.ALL) {
      return FieldTest.amount(group, nature, leaf, probe, domain);
    }
    return FieldTest.leaf(group, nature, leaf, probe, scope);
  }

  private static Nature nature(FieldCondition leaf, ConditionProbe probe) {
    if (otherField(leaf)) {
      return Nature.OTHER_FIELD;
    }
    return switch (leaf.operator().jsonName()) {
      case "isNull", "isEmpty", "exists" -> Nature.PRESENCE;
      case "eq", "lt", "lte", "gt", "gte", "in" ->
          probe.comparesTime() ? Nature.MOMENT : Nature.ORDER;
      case "before", "after" -> Nature.MOMENT;
      case "startsWith", "endsWith", "matches" -> Nature.TEXT;
      case "contains", "containsAny", "containsAll" -> Nature.PARTS;
      case "olderThan", "newerThan", "within" -> Nature.AGE;
      case "timeOfDay", "dayOfWeek", "businessHours" -> Nature.RHYTHM;
      default -> Nature.OPAQUE;
    };
  }

  /** Whether the condition compares with another field. */
  static boolean otherField(FieldCondition leaf) {
    return leaf.value()
        .filter(
            value ->
                isField(value)
                    || (ENDS.contains(leaf.operator().operand())
                        && value instanceof Json.Arr ends
                        && ends.items().stream().anyMatch(LeafFormulas::isField)))
        .isPresent();
  }

  private static boolean isField(Json value) {
    return value instanceof Json.Obj o && o.members().size() == 1 && o.text("field").isPresent();
  }
}
