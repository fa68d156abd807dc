package dev.atom.rules;

import static dev.atom.rules.Condition.all;
import static dev.atom.rules.Condition.any;
import static dev.atom.rules.Condition.field;
import static dev.atom.rules.Condition.items;
import static dev.atom.rules.Condition.not;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atom.CallContext;
import dev.atom.Deadline;
import dev.atom.json.Json;
import dev.atom.rules.jsonlogic.JsonLogic;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What would take more steps than an evaluation may ends, and says at which condition. */
class EffortTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final Condition CUBE =
      items("x").any(items("^.x").any(items("^.^.x").any(field("@").eq(-1))));

  private static Rule rule(String id, Condition condition) {
    return Rule.newBuilder(id).when(condition).build();
  }

  private static RuleSet set(long effort, Rule... rules) {
    return RuleSet.of(
        List.of(rules), Map.of(), RuleVocabulary.OPEN, RuleLimits.DEFAULT.effort(effort));
  }

  private static Json numbers(int count) {
    return Json.array(IntStream.range(0, count).mapToObj(Json::of).toList());
  }

  private static Facts facts(Json x) {
    return Facts.newBuilder().put("x", x).build();
  }

  private static EffortExceeded exceeded(RuleSet rules, Facts facts) {
    return catchThrowableOfType(EffortExceeded.class, () -> rules.evaluate(facts, NOW));
  }

  @Test
  void listsInListsOfAThousandItemsEndWithTheRuleAndTheCondition() {
    RuleSet rules =
        RuleSet.of(
            List.of(
                rule("plain", field("x").exists()), rule("cube", all(field("x").exists(), CUBE))));
    Facts facts = facts(numbers(1_000));
    EffortExceeded ended = exceeded(rules, facts);
    assertThat(ended.rule()).isEqualTo("cube");
    assertThat(ended.condition()).isEqualTo("/when/all/1");
    assertThat(ended.limit()).isEqualTo(RuleLimits.DEFAULT.effort());
    assertThat(ended.steps()).isBetween(ended.limit() + 1, ended.limit() + 10);
    assertThat(ended).hasMessageContaining("more than 5000000 steps").hasMessageContaining("cube");
    assertThatThrownBy(() -> rules.matching(facts, NOW)).isInstanceOf(EffortExceeded.class);
    assertThatThrownBy(() -> Chain.begin().next(rules, facts, NOW))
        .isInstanceOf(EffortExceeded.class);
  }

  @Test
  void theLimitIsExact() {
    Facts facts = facts(numbers(100));
    Rule rule = rule("r", items("x").none(field("@").eq(-1)));
    // An item is a step, and so is the condition on it.
    assertThat(set(200, rule).evaluate(facts, NOW).fired()).hasSize(1);
    assertThat(set(200, rule).matching(facts, NOW)).hasSize(1);
    EffortExceeded ended = exceeded(set(199, rule), facts);
    assertThat(ended.steps()).isEqualTo(200);
    assertThatThrownBy(() -> set(199, rule).matching(facts, NOW))
        .isInstanceOf(EffortExceeded.class);
  }

  private static Arguments dear(String name, Condition condition, Json fact) {
    return Arguments.of(name, condition, fact);
  }

  static Stream<Arguments> dear() {
    Json text = Json.of("aB".repeat(50_000));
    return Stream.of(
        dear("items", items("x").none(field("@").eq(-1)), numbers(10_000)),
        dear("a count of items", items("x").count(field("@").gt(1)).gt(5), numbers(10_000)),
        dear("a sum of items", items("x").sum("@").gt(5), numbers(10_000)),
        dear("a regular expression", field("x").matches("(.*a){20}c"), text),
        dear("a class of many ranges", field("x").matches("[^c-de-fg-hi-jk-l]*"), text),
        dear("a search in a text", field("x").contains("zz"), text),
        dear("many searches in a text", field("x").containsAny("yy", "zz"), text),
        dear("a text without regard to case", field("x").eq("zz").ignoringCase(), text),
        dear("two long texts", field("x").lte(Condition.otherField("x")), text),
        dear("a long list", field("x").contains("b"), numbers(10_000)),
        dear("two long lists", field("x").containsAll(Condition.otherField("x")), numbers(10_000)),
        dear(
            "moments in a list",
            field("x").is(Operator.CONTAINS, Optional.of(Json.parse("{\"date\":\"2026-01-01\"}"))),
            Json.array(Collections.nCopies(10_000, Json.of("2026-01-02")))),
        dear(
            "JsonLogic",
            Condition.logic(
                JsonLogic.parse("{\"some\":[{\"var\":\"x\"},{\"==\":[{\"var\":\"\"},-1]}]}")),
            numbers(10_000)),
        dear(
            "a complement of JsonLogic",
            not(
                Condition.logic(
                    JsonLogic.parse("{\"some\":[{\"var\":\"x\"},{\"==\":[{\"var\":\"\"},-1]}]}"))),
            numbers(10_000)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("dear")
  void everythingThatGrowsWithTheFactsIsCharged(String name, Condition condition, Json fact) {
    Facts facts = facts(fact);
    Rule rule = rule("r", condition);
    EffortExceeded ended = exceeded(set(2_000, rule), facts);
    assertThat(ended).as(name).isNotNull();
    assertThat(ended.rule()).isEqualTo("r");
    assertThat(ended.condition()).startsWith("/when");
    // Among other rules the index is asked, which may answer at no cost what is dear to test.
    Rule[] many =
        Stream.concat(
                Stream.of(rule),
                IntStream.range(0, 20).mapToObj(i -> rule("f" + i, field("z").eq(i))))
            .toArray(Rule[]::new);
    assertThat(Optional.ofNullable(exceeded(set(2_000, many), facts)).map(EffortExceeded::rule))
        .isIn(Optional.empty(), Optional.of("r"));
    RuleSet enough = set(50_000_000, many);
    assertThat(enough.evaluate(facts, NOW).trace().rule("r").outcome())
        .isNotInstanceOf(RuleTrace.Unexplained.class);
    assertThatThrownBy(() -> set(2_000, many).probe(condition).find(facts, NOW))
        .isInstanceOf(EffortExceeded.class);
  }

  @Test
  void aThousandRulesShareOneEffort() {
    Rule[] rules =
        IntStream.range(0, 1_000)
            .mapToObj(i -> rule("r" + i, items("x").none(field("@").eq(-1 - i))))
            .toArray(Rule[]::new);
    Facts facts = facts(numbers(1_000));
    assertThat(set(2_000, rules[0]).evaluate(facts, NOW).fired()).hasSize(1);
    assertThat(exceeded(set(100_000, rules), facts).steps()).isEqualTo(100_002);
    assertThat(set(2_000_000, rules).evaluate(facts, NOW).fired()).hasSize(1_000);
  }

  @Test
  void plainConditionsCostNothing() {
    Rule[] rules =
        IntStream.range(0, 2_000)
            .mapToObj(
                i ->
                    rule(
                        "r" + i,
                        any(
                            field("x").eq(i),
                            field("y").in("a", "b" + i),
                            field("z").between(i, i + 1),
                            field("tags").containsAny("a", "c" + i),
                            field("text").startsWith("a"),
                            field("text").contains("b" + i),
                            field("at").olderThan("P1D"))))
            .toArray(Rule[]::new);
    Facts facts =
        Facts.of(
            Json.parseObject(
                """
                {"x": 7, "y": "z", "z": 5, "tags": ["u", "v"], "text": "some text",
                 "at": "2026-11-21T09:00:00Z"}
                """));
    assertThat(set(1, rules).evaluate(facts, NOW).fired()).isNotEmpty();
    assertThat(set(1, rules).evaluate(facts, NOW).trace().rules())
        .noneMatch(rule -> rule.outcome() instanceof RuleTrace.Unexplained);
  }

  @Test
  void aTraceThatIsTooMuchSaysSoOfTheRuleAndExplainsTheOthers() {
    // The evaluation needs the first item, the trace looks at all of them.
    RuleSet rules =
        set(
            5_000,
            rule("first", items("x").any(items("^.x").any(field("@").eq(0)))),
            rule("second", field("x").isNull()),
            rule("third", items("y").any(field("@").eq(7))));
    Facts facts = Facts.newBuilder().put("x", numbers(1_000)).put("y", numbers(10)).build();
    Decision decision = rules.evaluate(facts, NOW);
    assertThat(decision.fired()).extracting(Rule::id).containsExactly("first", "third");
    Trace trace = decision.trace();
    assertThat(trace.rule("first").outcome()).isEqualTo(new RuleTrace.Unexplained(true, "/when"));
    assertThat(trace.rule("first").fired()).isTrue();
    assertThat(trace.explain("first"))
        .isEqualTo("rule \"first\" fired; to tell why is too much work: condition \"/when\"");
    assertThat(trace.rule("first").toJson().text("outcome")).contains("unexplained");
    assertThat(trace.rule("second").outcome()).isInstanceOf(RuleTrace.NotMatched.class);
    assertThat(trace.rule("third").outcome()).isInstanceOf(RuleTrace.Fired.class);
  }

  @Test
  void aTraceOfManyRulesIsBoundedAsAWhole() {
    Rule[] rules =
        IntStream.range(0, 100)
            .mapToObj(
                i -> rule("r" + i, all(field("x").isNull(), items("x").any(field("@").eq(-1 - i)))))
            .toArray(Rule[]::new);
    Trace trace = set(2_000, rules).evaluate(facts(numbers(1_000)), NOW).trace();
    assertThat(trace.rules())
        .hasSize(100)
        .allMatch(rule -> rule.outcome().equals(new RuleTrace.Unexplained(false, "/when/all/1")));
  }

  @Test
  void aStopOfARuleThatCannotBeExplainedIsStillAStop() {
    RuleSet rules =
        set(
            1_000,
            Rule.newBuilder("first").when(items("x").any(field("@").eq(0))).stop().build(),
            rule("second", field("x").exists()));
    Decision decision = rules.evaluate(facts(numbers(1_000)), NOW);
    assertThat(decision.fired()).extracting(Rule::id).containsExactly("first");
    assertThat(decision.trace().rule("first").outcome())
        .isEqualTo(new RuleTrace.Unexplained(true, "/when"));
    assertThat(decision.trace().rule("second").outcome()).isEqualTo(new RuleTrace.Stopped("first"));
  }

  @Test
  void longWorkLooksAtTheCancellation() {
    RuleSet rules = set(Long.MAX_VALUE, rule("cube", CUBE));
    CallContext context = CallContext.create();
    context.cancel();
    assertThatThrownBy(
            () -> rules.evaluate(facts(numbers(1_000)), NOW, ExternalFacts.none(), context))
        .isInstanceOf(EvaluationCancelled.class)
        .hasMessageContaining("cancelled");
  }

  @Test
  void longWorkLooksAtTheDeadlineAndShortWorkDoesNot() {
    CallContext context =
        CallContext.create().deadline(Deadline.after(Duration.ofSeconds(5), new Ticking()));
    RuleSet rules = set(Long.MAX_VALUE, rule("cube", CUBE));
    Facts facts = facts(numbers(1_000));
    assertThatThrownBy(() -> rules.evaluate(facts, NOW, ExternalFacts.none(), context))
        .isInstanceOf(EvaluationCancelled.class)
        .hasMessageContaining("deadline");
    RuleSet quick = set(Long.MAX_VALUE, rule("r", field("x").exists()));
    assertThat(quick.evaluate(facts, NOW, ExternalFacts.none(), context).fired()).hasSize(1);
  }

  /** A clock on which a second passes with every look. */
  private static final class Ticking extends Clock {
    private Instant at = NOW;

    @Override
    public Instant instant() {
      at = at.plusSeconds(1);
      return at;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  @Test
  void theLimitStaysWithTheSetWhenItIsEdited() {
    RuleSet rules = set(100, rule("a", field("x").exists())).with(rule("b", CUBE));
    assertThat(exceeded(rules, facts(numbers(1_000))).limit()).isEqualTo(100);
    assertThat(rules.without("b").evaluate(facts(numbers(1_000)), NOW).fired()).hasSize(1);
  }
}
