package dev.atom.rules.differential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.json.Json;
import dev.atom.rules.Check;
import dev.atom.rules.Condition;
import dev.atom.rules.Decision;
import dev.atom.rules.Facts;
import dev.atom.rules.ItemsCondition;
import dev.atom.rules.Operator;
import dev.atom.rules.Rule;
import dev.atom.rules.RuleSet;
import dev.atom.rules.RuleTrace;
import dev.atom.rules.Trace;
import dev.atom.rules.Trigger;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Atom beside the two judges. {@code -Datom.seed} repeats a run, {@code -Datom.batches} sets its
 * length: a batch is 200 rules times 1,000 events. The profile {@code differential} runs 500.
 */
class DifferentialTest {
  private static final int RULES = 200;
  private static final int EVENTS = 1_000;
  private static final int EXPLAINED = 20;

  /** One event in so many is also given to smaller sets with stops and groups. */
  private static final int GROUPED = 5;

  /** After so many events a rule of the edited set changes. */
  private static final int EDITED = 10;

  /** So many batches show every operation of JsonLogic true and false by itself. */
  private static final int MANY = 50;

  private static final List<String> TRIGGERS =
      List.of("event", "changed", "status", "schedule", "due", "webhook");

  private final long seed = Long.getLong("atom.seed", 20261121L);
  private final int batches = Integer.getInteger("atom.batches", 5);
  private final Map<String, int[]> answers = new TreeMap<>();
  private final Map<String, String> disagreements = new TreeMap<>();
  private long pairs;
  private long matched;
  private long explained;
  private int refused;

  @Test
  void everythingThatAConditionCanBeHasJudges() {
    assertThat(operators()).containsExactlyInAnyOrderElementsOf(DocumentJudge.OPERATORS);
    assertThat(Arrays.stream(ItemsCondition.Fold.values()).map(ItemsCondition.Fold::jsonName))
        .containsExactlyElementsOf(Reading.FOLDS);
    assertThat(Trigger.class.getPermittedSubclasses()).hasSameSizeAs(TRIGGERS);
    assertThat(Condition.class.getPermittedSubclasses())
        .extracting(Class::getSimpleName)
        .containsExactlyInAnyOrder(
            "All",
            "Any",
            "Not",
            "AtLeast",
            "Logic",
            "FieldCondition",
            "ItemsCondition",
            "ExternalCondition"); // which is asked for elsewhere, and judged by its own tests
  }

  @Test
  void atomAndBothJudgesAgreeOnEveryRuleAndEvent() {
    for (int i = 0; i < batches; i++) {
      SplittableRandom random = new SplittableRandom(seed + i);
      World world = World.values()[Math.floorMod(seed + i, World.values().length)];
      Cases cases = new Cases(random, world, operators());
      run(Batch.of(world, cases, RULES), cases, random);
      if (!disagreements.isEmpty()) {
        String all = String.join("\n\n", disagreements.values());
        throw new AssertionError(
            "-Datom.batches=1 -Datom.seed=" + (seed + i) + "\n" + Smaller.ascii(all));
      }
    }
    System.out.printf(
        "differential, seed %d: %,d pairs of a rule and an event, %,d matched, %,d explained;"
            + " %d rules refused%n",
        seed, pairs, matched, explained, refused);
    assertThat(pairs).isEqualTo((long) batches * RULES * EVENTS);
    assertThat(matched).isBetween(pairs / 20, pairs * 19 / 20);
    if (batches >= World.values().length) {
      assertThat(refused).isLessThan(batches * RULES);
      everyAnswerWasSeen();
    }
  }

  private void everyAnswerWasSeen() {
    List<String> kinds = new ArrayList<>(operators());
    Reading.FOLDS.forEach(fold -> kinds.add("items " + fold));
    if (batches >= MANY) {
      Reading.LOGIC.forEach(operation -> kinds.add("logic " + operation));
    }
    TRIGGERS.forEach(trigger -> kinds.add("on " + trigger));
    kinds.addAll(List.of("/effective/from", "/effective/to"));
    for (String kind : kinds) {
      assertThat(answers.getOrDefault(kind, new int[2])).as(kind).doesNotContain(0);
    }
  }

  private static List<String> operators() {
    return Arrays.stream(Operator.values()).map(Operator::jsonName).toList();
  }

  private void run(Batch batch, Cases cases, SplittableRandom random) {
    RuleSet rules = batch.set();
    JavaNames names = new JavaNames(batch.world().declared(), Pools.CALENDARS, List.of());
    GeneratedRules java = JavaJudge.compile(batch.rules(), names);
    List<Grouped> grouped = Grouped.of(batch, random);
    Edited edited = new Edited(batch, random);
    Firing firing = new Firing(batch.rules(), Map.of());
    refused += batch.refused();
    for (int i = 0; i < EVENTS; i++) {
      Event event = cases.event();
      DocumentJudge judge = new DocumentJudge(event, Set.of());
      boolean[] matches = judged(batch, judge, java, GeneratedRules.Plain.of(event));
      Facts facts = event.facts();
      List<String> expected = firing.order(matches);
      Decision decision = rules.evaluate(facts, event.now());
      compareFired(expected, decision.fired(), batch, event);
      if (i % EDITED == 0) {
        compareFired(expected, rules.matching(facts, event.now()), batch, event);
        edited.edit();
        List<Rule> fired = edited.set().matching(facts, event.now());
        compareFired(edited.expected(matches), fired, batch, event);
      }
      for (Grouped set : i % GROUPED == 0 ? grouped : List.<Grouped>of()) {
        compareGrouped(set, matches, batch, event, facts);
      }
      if (i < EXPLAINED) {
        Trace trace = decision.trace();
        for (int r = 0; r < batch.rules().size(); r++) {
          String id = batch.rules().get(r).text("id").orElseThrow();
          explain(batch, r, matches[r], trace.rule(id), judge);
        }
      }
    }
  }

  private boolean[] judged(
      Batch batch, DocumentJudge judge, GeneratedRules java, GeneratedRules.Plain plain) {
    boolean[] matches = new boolean[batch.rules().size()];
    for (int r = 0; r < matches.length; r++) {
      matches[r] = judge.holds(batch.said().get(r));
      if (matches[r] != java.matches(r, plain)) {
        disagree("judges", "document: " + matches[r], batch.rules().get(r), judge.event());
      }
      pairs++;
      matched += matches[r] ? 1 : 0;
    }
    return matches;
  }

  private void disagree(String kind, String what, Json.Obj rule, Event event) {
    disagreements.putIfAbsent(kind, kind + ": " + what + "\n" + rule + "\n" + event);
  }

  private void compareFired(List<String> expected, List<Rule> fired, Batch batch, Event event) {
    List<String> actual = fired.stream().map(Rule::id).toList();
    if (actual.equals(expected)) {
      return;
    }
    for (Json.Obj rule : batch.rules()) {
      String id = rule.text("id").orElseThrow();
      if (actual.contains(id) != expected.contains(id)) {
        Smaller.conditions(rule, event, batch)
            .forEach((operator, what) -> disagree(operator, what, rule, event));
      }
    }
    disagreements.putIfAbsent("fired", actual + " in place of " + expected);
  }

  private void compareGrouped(
      Grouped set, boolean[] matches, Batch batch, Event event, Facts facts) {
    Decision decision = set.set().evaluate(facts, event.now());
    boolean[] some = Arrays.copyOfRange(matches, set.from(), set.from() + set.rules().size());
    List<String> expected = set.firing().order(some);
    compareFired(expected, decision.fired(), batch, event);
    BigDecimal score = set.firing().score(expected, Grouped.SCORED);
    if (decision.score(Grouped.SCORED).compareTo(score) != 0) {
      disagreements.putIfAbsent("score", decision.score(Grouped.SCORED) + " in place of " + score);
    }
  }

  /**
   * The reasons of a trace are conditions that are as it says, and were they otherwise, the rule
   * would be too.
   */
  private void explain(
      Batch batch, int number, boolean matches, RuleTrace trace, DocumentJudge judge) {
    Json.Obj rule = batch.rules().get(number);
    boolean notMatched = trace.outcome() instanceof RuleTrace.NotMatched;
    if (notMatched != (!matches && rule.get("enabled").isEmpty())) {
      disagree("outcome", trace.toString(), rule, judge.event());
    }
    for (Check check : trace.checks()) {
      boolean holds = judge.holds(batch.reading().condition(check.condition().toJson(), ""));
      if (check.holds() != holds) {
        disagree(Smaller.kind(check), check.toString(), rule, judge.event());
      }
      answered(Smaller.kind(check), holds);
      if (check.id().startsWith("/on/")) {
        int trigger = Integer.parseInt(check.id().split("/")[2]);
        Json.Obj on = (Json.Obj) Values.items(rule.get("on").get()).get(trigger);
        answered("on " + on.members().keySet().iterator().next(), holds);
      }
      if (check.id().startsWith("/effective/")) {
        answered(check.id(), holds);
      }
    }
    Set<String> reasons = trace.reasons().stream().map(Check::id).collect(Collectors.toSet());
    DocumentJudge otherwise = new DocumentJudge(judge.event(), reasons);
    boolean always = trace.checks().isEmpty();
    if (!always && otherwise.holds(batch.said().get(number)) == matches) {
      disagree("reasons", trace.toString(), rule, judge.event());
    }
    explained++;
  }

  private void answered(String kind, boolean holds) {
    answers.computeIfAbsent(kind, k -> new int[2])[holds ? 1 : 0]++;
  }
}
