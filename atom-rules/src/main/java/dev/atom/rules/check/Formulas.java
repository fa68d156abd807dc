package dev.atom.rules.check;

import dev.atom.json.Json;
import dev.atom.rules.Condition;
import dev.atom.rules.ExternalCondition;
import dev.atom.rules.FieldCondition;
import dev.atom.rules.ItemsCondition;
import dev.atom.rules.Missing;
import dev.atom.rules.Rule;
import dev.atom.rules.RuleSet;
import dev.atom.rules.Trigger;
import dev.atom.rules.reading.Reading;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Turns conditions that stand in one place, at the top of rules or on the items of a list, into
 * formulas. What it does not know, it takes for something that may be true or false. Not thread-safe.
 */
final class Formulas {
  /** The place of a rule's triggers. */
  static final String ON = "/on";

  /** The place of a rule's condition. */
  static final String WHEN = "/when";

  /** How many alternatives of what is asked of items are tried. */
  private static final int STEPS = 500;

  private final RuleSet rules;
  private final ListScope scope;
  private final Canon canon = new Canon();
  private final Logic logic;
  private final LeafFormulas leaves;
  private final Map<Object, FieldTest> tests = new HashMap<>();
  private final Map<String, Formulas> lists = new HashMap<>();
  private final Map<List<Integer>, Boolean> excluded = new HashMap<>();

  Formulas(RuleSet rules, int steps) {
    this(rules, ListScope.TOP, steps);
  }

  private Formulas(RuleSet rules, ListScope scope, int steps) {
    this.rules = rules;
    this.scope = scope;
    this.logic = new Logic(steps);
    this.leaves = new LeafFormulas(rules, scope, tests);
  }

  /** Equal numbers for formulas that are equal up to order. */
  Canon canon() {
    return canon;
  }

  Logic logic() {
    return logic;
  }

  /** All that a rule asks. */
  Formula of(Rule rule) {
    return Formula.all(List.copyOf(asked(rule).values()));
  }

  /** What a rule asks, by its place: a trigger, its time, and last its condition. */
  Map<String, Formula> asked(Rule rule) {
    Map<String, Formula> asked = new LinkedHashMap<>();
    List<Formula> triggers = triggers(rule);
    if (!triggers.isEmpty()) {
      asked.put(ON, Formula.any(triggers));
    }
    var now = Condition.field(Cells.NOW);
    rule.effective().from().ifPresent(from -> asked.put("/effective/from", of(now.gte(from))));
    rule.effective().to().ifPresent(to -> asked.put("/effective/to", of(now.lt(to))));
    asked.put(WHEN, of(rule.condition()));
    return asked;
  }

  List<Formula> triggers(Rule rule) {
    List<Formula> triggers = new ArrayList<>();
    for (Trigger trigger : rule.triggers()) {
      triggers.add(of(trigger.condition(rule.id())));
    }
    return triggers;
  }

  Formula of(Condition condition) {
    return switch (condition) {
      case Condition.All all -> Formula.all(of(all.conditions()));
      case Condition.Any any -> Formula.any(of(any.conditions()));
      case Condition.AtLeast some ->
          some.count() == some.conditions().size()
              ? Formula.all(of(some.conditions()))
              : new Formula.AtLeast(some.count(), of(some.conditions()));
      case Condition.Not not -> Formula.not(of(not.condition()));
      case Condition.Logic jsonLogic -> logic(jsonLogic);
      case FieldCondition leaf -> leaves.of(leaf.field(), leaf);
      case ItemsCondition items -> items(items);
      case ExternalCondition external -> leaves.opaque(external);
    };
  }

  private List<Formula> of(List<Condition> conditions) {
    return conditions.stream().map(this::of).toList();
  }

  private Formula logic(Condition.Logic condition) {
    Optional<Boolean> constant = ConstantLogic.truth(condition.logic());
    if (constant.isPresent()) {
      String key = "never " + condition.logic().toJson();
      FieldTest never = tests.computeIfAbsent(key, k -> FieldTest.never(key));
      return new Formula.Literal(never, !constant.get());
    }
    Reading reading = Reading.of(condition.logic());
    Formula said = of(reading);
    if (!reading.mayFail() || reading instanceof Reading.Unknown) {
      return said;
    }
    Json failing = Json.object().put("fails", condition.logic().toJson()).build();
    return Formula.all(List.of(Formula.not(leaves.opaque(failing)), said));
  }

  private Formula of(Reading reading) {
    return switch (reading) {
      case Reading.All all -> Formula.all(all.of().stream().map(this::of).toList());
      case Reading.Any any -> Formula.any(any.of().stream().map(this::of).toList());
      case Reading.Not not -> Formula.not(of(not.of()));
      case Reading.Compared compared -> compared(compared);
      case Reading.Part part ->
          Formula.all(List.of(compared(part.kind()), leaves.opaque(part.rule())));
      case Reading.Unknown unknown -> leaves.opaque(unknown.rule());
    };
  }

  private Formula compared(Reading.Compared compared) {
    if (!scope.reaches(compared.field())) {
      return leaves.opaque(Json.array(List.copyOf(compared.rules())));
    }
    FieldTest test =
        tests.computeIfAbsent(compared.rules(), k -> FieldTest.compared(compared, scope));
    return new Formula.Literal(test, true);
  }

  /** Whether something is asked of each item that can be looked into. */
  boolean looksInto(ItemsCondition items) {
    return items.each().isPresent() && plain(items.items()) && scope.reaches(items.items());
  }

  /** What is known of conditions on the items of a list. */
  Formulas within(String list) {
    return lists.computeIfAbsent(list, path -> new Formulas(rules, scope.within(path), STEPS));
  }

  private static boolean plain(String path) {
    return !path.startsWith("@") && !path.startsWith("^");
  }

  private Formula items(ItemsCondition condition) {
    if (!plain(condition.items()) || !scope.reaches(condition.items())) {
      return leaves.opaque(condition);
    }
    Formulas inner = within(condition.items());
    Formula each = condition.each().map(inner::of).orElse(Formula.all(List.of()));
    if (condition.fold().amount()) {
      return amount(condition, inner, each);
    }
    Formula holds = fold(condition, inner, each);
    if (condition.missing().isEmpty()) {
      return holds;
    }
    Formula absent = of(Condition.field(condition.items()).isNull());
    return condition.missing().get() == Missing.MATCH
        ? Formula.any(List.of(absent, holds))
        : Formula.all(List.of(Formula.not(absent), holds));
  }

  private Formula fold(ItemsCondition condition, Formulas inner, Formula each) {
    boolean all = condition.fold() == ItemsCondition.Fold.ALL;
    boolean positive = condition.fold() != ItemsCondition.Fold.NONE;
    if (!all && inner.impossible(each)) {
      String key = "never any " + condition.items();
      FieldTest never = tests.computeIfAbsent(key, k -> FieldTest.never(key));
      return new Formula.Literal(never, positive);
    }
    List<Object> key = List.of("items", condition.items(), all, inner.canon.number(each));
    FieldTest test = tests.computeIfAbsent(key, k -> compile(condition, all, inner, each));
    return new Formula.Literal(test, positive);
  }

  private FieldTest compile(ItemsCondition condition, boolean all, Formulas inner, Formula each) {
    var on = Condition.items(condition.items());
    Condition of = condition.each().orElseThrow();
    return FieldTest.items(
        condition.items(),
        new ItemTest(all, each, inner),
        rules.probe(scope.asked(all ? on.all(of) : on.any(of))),
        scope);
  }

  private Formula amount(ItemsCondition condition, Formulas inner, Formula each) {
    boolean counts = condition.fold() == ItemsCondition.Fold.COUNT;
    FieldTest.Domain domain =
        !counts
            ? FieldTest.Domain.AMOUNT
            : inner.impossible(each) ? FieldTest.Domain.ZERO : FieldTest.Domain.COUNT;
    List<Object> same =
        List.of(
            condition.items(),
            condition.fold().jsonName(),
            condition.of().orElse(""),
            inner.canon.number(each));
    return leaves.amount(domain, same, condition);
  }

  private boolean impossible(Formula each) {
    return excluded(each, Formula.all(List.of()));
  }

  /** Whether nothing makes both formulas true. */
  boolean excluded(Formula one, Formula other) {
    return excluded.computeIfAbsent(
        List.of(canon.number(one), canon.number(other)),
        k -> logic.contradictory(List.of(one, other)));
  }

  /** The members without one, in their order by name. */
  static Map<String, Json> without(Json.Obj json, String name) {
    Map<String, Json> members = new TreeMap<>(json.members());
    members.remove(name);
    return members;
  }
}
