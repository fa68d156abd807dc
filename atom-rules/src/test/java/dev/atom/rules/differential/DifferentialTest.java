package dev.atom.rules.differential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.json.Json;
import dev.atom.rules.Check;
import dev.atom.rules.Decision;
import dev.atom.rules.FactType;
import dev.atom.rules.Facts;
import dev.atom.rules.InvalidRules;
import dev.atom.rules.Operator;
import dev.atom.rules.Rule;
import dev.atom.rules.RuleLimits;
import dev.atom.rules.RuleSet;
import dev.atom.rules.RuleTrace;
import dev.atom.rules.RuleVocabulary;
import dev.atom.rules.Trace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
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
  private static final int SET = 20;

  /** One event in so many is also given to small sets with stops and groups. */
  private static final int GROUPED = 5;

  private final long seed = Long.getLong("atom.seed", 20261121L);
  private final int batches = Integer.getInteger("atom.batches", 5);
  private final Map<String, int[]> answers = new HashMap<>();
  private final Map<String, String> disagreements = new TreeMap<>();
  private long pairs;
  private long matched;
  private long explained;
  private int refused;

  /** One batch: the rules that Atom takes, as documents. */
  private record Batch(List<Json.Obj> rules, RuleVocabulary vocabulary, Map<String, String> types) {
    RuleSet set() {
      return parse(rules, Json.Obj.EMPTY);
    }

    RuleSet parse(List<Json.Obj> some, Json.Obj groups) {
      Json document = Json.object().put("rules", Json.array(some)).put("groups", groups).build();
      return RuleSet.parse(document, vocabulary, RuleLimits.DEFAULT);
    }
  }

  @Test
  void atomAndBothJudgesAgreeOnEveryRuleAndEvent() {
    for (int i = 0; i < batches; i++) {
      SplittableRandom random = new SplittableRandom(seed + i);
      Map<String, String> types = i % 2 == 0 ? Map.of() : Cases.DECLARED;
      Cases cases = new Cases(random, types, operators());
      run(batch(cases, types), cases, random);
      if (!disagreements.isEmpty()) {
        String all = String.join("\n\n", disagreements.values());
        throw new AssertionError("-Datom.seed=" + (seed + i) + "\n" + Smaller.ascii(all));
      }
    }
    System.out.printf(
        "differential, seed %d: %,d pairs of a rule and an event, %,d matched, %,d explained;"
            + " %d rules refused%n",
        seed, pairs, matched, explained, refused);
    assertThat(operators()).hasSameSizeAs(DocumentJudge.OPERATORS);
    assertThat(refused).isLessThan(batches * RULES);
    assertThat(pairs).isGreaterThan((long) batches * RULES * EVENTS * 9 / 10);
    assertThat(matched).isBetween(pairs / 20, pairs * 19 / 20);
    for (String operator : operators()) {
      int[] found = answers.getOrDefault(operator, new int[2]);
      assertThat(found).as(operator).doesNotContain(0);
    }
  }

  private static List<String> operators() {
    return Arrays.stream(Operator.values())
        .map(Operator::jsonName)
        .filter(DocumentJudge.OPERATORS::contains)
        .toList();
  }

  private Batch batch(Cases cases, Map<String, String> types) {
    RuleVocabulary vocabulary = vocabulary(types);
    List<Json.Obj> rules = new ArrayList<>();
    while (rules.size() < RULES) {
      int number = rules.size();
      Json.Obj rule = cases.rule(number);
      try {
        RuleSet.parse(Json.array(List.of(rule)), vocabulary, RuleLimits.DEFAULT);
        rules.add(rule);
      } catch (InvalidRules e) {
        refused++;
      }
    }
    return new Batch(rules, vocabulary, types);
  }

  private static RuleVocabulary vocabulary(Map<String, String> types) {
    if (types.isEmpty()) {
      return RuleVocabulary.OPEN;
    }
    RuleVocabulary.Builder vocabulary = RuleVocabulary.newBuilder().fact("none", FactType.ANY);
    for (String field : Cases.topFields()) {
      FactType type =
          switch (types.getOrDefault(field, "")) {
            case "day" -> FactType.DATE;
            case "instant" -> FactType.INSTANT;
            case "time" -> FactType.TIME;
            default -> FactType.ANY;
          };
      vocabulary.fact(field, type);
    }
    return vocabulary.build();
  }

  private void run(Batch batch, Cases cases, SplittableRandom random) {
    RuleSet rules = batch.set();
    GeneratedRules java = JavaJudge.compile(batch.rules(), batch.types());
    List<Grouped> grouped = grouped(batch, random);
    DocumentJudge.Types types = new DocumentJudge.Types(batch.types());
    for (int i = 0; i < EVENTS; i++) {
      Event event = cases.event();
      DocumentJudge judge = new DocumentJudge(types, event, Set.of());
      boolean[] matches = judged(batch, judge, java, GeneratedRules.Plain.of(event));
      Facts facts = event.facts();
      Decision decision = rules.evaluate(facts, event.now());
      compareFired(Firing.order(batch.rules(), matches, Map.of()), decision.fired(), batch, event);
      for (Grouped set : i % GROUPED == 0 ? grouped : List.<Grouped>of()) {
        List<Rule> fired = set.set().evaluate(facts, event.now()).fired();
        boolean[] some = Arrays.copyOfRange(matches, set.from(), set.from() + set.rules().size());
        compareFired(Firing.order(set.rules(), some, set.groups()), fired, batch, event);
      }
      if (i < EXPLAINED) {
        Trace trace = decision.trace();
        for (int r = 0; r < batch.rules().size(); r++) {
          Json.Obj rule = batch.rules().get(r);
          explain(rule, matches[r], trace.rule(rule.text("id").orElseThrow()), judge);
        }
      }
    }
  }

  private boolean[] judged(
      Batch batch, DocumentJudge judge, GeneratedRules java, GeneratedRules.Plain plain) {
    boolean[] matches = new boolean[batch.rules().size()];
    for (int r = 0; r < matches.length; r++) {
      matches[r] = judge.holds((Json.Obj) batch.rules().get(r).get("when").get(), "/when");
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
        Smaller.conditions(rule, event, batch.types(), batch.vocabulary())
            .forEach((operator, what) -> disagree(operator, what, rule, event));
      }
    }
    disagreements.putIfAbsent("fired", actual + " in place of " + expected);
  }

  /** A small set of some of the rules, with stops and groups. */
  private record Grouped(int from, List<Json.Obj> rules, RuleSet set, Map<String, String> groups) {}

  private static List<Grouped> grouped(Batch batch, SplittableRandom random) {
    List<Grouped> sets = new ArrayList<>();
    for (int from = 0; from + SET <= batch.rules().size(); from += SET) {
      List<Json.Obj> rules = new ArrayList<>();
      for (Json.Obj rule : batch.rules().subList(from, from + SET)) {
        var changed = rule.toBuilder();
        if (random.nextInt(10) == 0) {
          changed.put("stop", true);
        }
        if (random.nextInt(3) > 0) {
          changed.put("group", List.of("g", "h", "one", "two").get(random.nextInt(4)));
        }
        rules.add(changed.build());
      }
      Map<String, String> groups = Map.of("g", "first", "h", "all", "one", "first");
      Json.Obj modes = Json.object().put("g", "first").put("h", "all").put("one", "first").build();
      sets.add(new Grouped(from, rules, batch.parse(rules, modes), groups));
    }
    return sets;
  }

  /**
   * The reasons of a trace are conditions that are as it says, and were they otherwise, the rule
   * would be too.
   */
  private void explain(Json.Obj rule, boolean matches, RuleTrace trace, DocumentJudge judge) {
    boolean notMatched = trace.outcome() instanceof RuleTrace.NotMatched;
    if (notMatched != (!matches && rule.get("enabled").isEmpty())) {
      disagree("outcome", trace.toString(), rule, judge.event());
    }
    for (Check check : trace.checks()) {
      boolean holds = judge.leaf(check.condition().toJson());
      String operator = check.condition().toJson().text("op").orElseThrow();
      if (check.holds() != holds) {
        disagree(operator, check.toString(), rule, judge.event());
      }
      answers.computeIfAbsent(operator, k -> new int[2])[holds ? 1 : 0]++;
    }
    Set<String> reasons = trace.reasons().stream().map(Check::id).collect(Collectors.toSet());
    DocumentJudge otherwise = new DocumentJudge(judge.types(), judge.event(), reasons);
    boolean always = trace.checks().isEmpty();
    if (!always && otherwise.holds((Json.Obj) rule.get("when").get(), "/when") == matches) {
      disagree("reasons", trace.toString(), rule, judge.event());
    }
    explained++;
  }
}
