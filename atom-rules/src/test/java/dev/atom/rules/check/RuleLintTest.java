package dev.atom.rules.check;

import static dev.atom.rules.Condition.all;
import static dev.atom.rules.Condition.any;
import static dev.atom.rules.Condition.field;
import static dev.atom.rules.Condition.not;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.json.Json;
import dev.atom.rules.Action;
import dev.atom.rules.Condition;
import dev.atom.rules.Effective;
import dev.atom.rules.GroupMode;
import dev.atom.rules.Rule;
import dev.atom.rules.RuleSet;
import dev.atom.rules.RuleVocabulary;
import dev.atom.rules.Trigger;
import dev.atom.rules.check.Remark.Kind;
import dev.atom.rules.check.Remark.Severity;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RuleLintTest {
  private static final Action ACT = Action.of("notify");

  private static Action set(String field, Json value) {
    return Action.of("setCell", Json.object().put("field", field).put("value", value).build());
  }

  private static Rule rule(String id, Condition when, Action... then) {
    return Rule.newBuilder(id)
        .when(when)
        .then(then.length == 0 ? new Action[] {ACT} : then)
        .build();
  }

  private static List<Remark> check(Rule... rules) {
    return RuleLint.check(RuleSet.of(List.of(rules)));
  }

  private static List<Remark> check(Condition condition) {
    return check(rule("r", condition));
  }

  private static List<Kind> kinds(List<Remark> remarks) {
    return remarks.stream().map(Remark::kind).toList();
  }

  @Test
  void saysNothingOfRulesInOrder() {
    assertThat(
            check(
                rule("a", all(field("tier").eq("gold"), field("total").gte(100))),
                rule("b", all(field("tier").eq("basic"), field("total").between(0, 100)))))
        .isEmpty();
  }

  @Test
  void namesTheConditionsThatExcludeEachOther() {
    List<Remark> remarks =
        check(
            all(
                field("tier").eq("gold").id("c1"),
                field("total").gt(5).id("c2"),
                field("total").lt(3).id("c3")));
    assertThat(remarks).hasSize(1);
    assertThat(remarks.getFirst().kind()).isEqualTo(Kind.IMPOSSIBLE);
    assertThat(remarks.getFirst().severity()).isEqualTo(Severity.ERROR);
    assertThat(remarks.getFirst().condition()).isEqualTo("c2");
    assertThat(remarks.getFirst())
        .hasToString(
            "error: rule \"r\", c2: the rule can never match: c2 (total gt 5) and c3 (total lt 3)"
                + " exclude each other");
  }

  @Test
  void findsWhatIsImpossible() {
    List<Condition> impossible =
        List.of(
            all(field("a").eq("a"), field("a").eq("b")),
            all(field("a").in(1, 2), field("a").in(3, 4)),
            all(field("a").in(1, 2), field("a").ne(1), field("a").ne(2)),
            all(field("a").isNull(), field("a").eq("x")),
            all(field("a").isNull(), field("a").startsWith("x")),
            all(not(field("a").exists()), field("a").isNotNull()),
            all(field("a").gt(1), field("a").eq("text")),
            all(field("a").eq("GOLD").ignoringCase(), field("a").eq("silver").ignoringCase()),
            all(field("a").eq("gold"), field("a").startsWith("s")),
            all(field("a").startsWith("ab"), field("a").startsWith("cd")),
            all(field("a").startsWith("ab"), field("a").notStartsWith("a")),
            all(field("a").containsAll("x", "y"), field("a").containsNone("y", "z")),
            all(field("a").olderThan("P7D"), field("a").newerThan("P3D")),
            all(
                field("a").before(LocalDate.parse("2026-01-01")),
                field("a").after(LocalDate.parse("2026-06-01"))),
            all(
                field("a").after(LocalDate.parse("2026-01-01")),
                field("a").before(LocalDate.parse("2026-01-02"))),
            all(field("a").changedTo("open"), field("a").eq("closed")),
            all(field("a").increased(), field("a").decreased()),
            all(field("a").changedFrom("x"), field("a").changedFrom("y")),
            all(field("a").gt(1), any(field("a").lt(0), all(field("b").eq(1), field("b").eq(2)))),
            all(field("a").matches("x+"), not(field("a").matches("x+"))),
            all(field("a").gt(5).whenMissing(dev.atom.rules.Missing.MATCH), field("a").lt(3)));
    for (Condition condition : impossible) {
      assertThat(kinds(check(condition))).as(condition.toString()).contains(Kind.IMPOSSIBLE);
    }
  }

  @Test
  void looksAtTriggersAndTimesToo() {
    Rule status =
        Rule.newBuilder("r")
            .on(Trigger.status("state", "closed"))
            .when(field("state").eq("open").id("c"))
            .then(ACT)
            .build();
    assertThat(check(status).getFirst().message())
        .isEqualTo("the rule can never match: /on and c (state eq \"open\") exclude each other");
    Rule kind =
        Rule.newBuilder("r")
            .on(Trigger.message())
            .when(field("@event").eq("paid"))
            .then(ACT)
            .build();
    assertThat(kinds(check(kind))).containsExactly(Kind.IMPOSSIBLE);
    Instant may = Instant.parse("2026-05-01T00:00:00Z");
    Rule time =
        Rule.newBuilder("r")
            .effective(Effective.from(may))
            .when(field("@now").lt(may))
            .then(ACT)
            .build();
    assertThat(kinds(check(time))).containsExactly(Kind.IMPOSSIBLE);
  }

  @Test
  void findsWhatIsAlwaysTrue() {
    assertThat(kinds(check(any(field("a").eq("x"), field("a").ne("x")))))
        .containsExactly(Kind.ALWAYS_TRUE);
    assertThat(kinds(check(any(field("a").isNull(), field("a").isNotNull()))))
        .containsExactly(Kind.ALWAYS_TRUE);
    // A missing value and a text are neither: no accusation.
    assertThat(check(any(field("a").lt(5), field("a").gte(5)))).isEmpty();
    // The list that stands for always is meant.
    assertThat(check(all())).isEmpty();
  }

  @Test
  void findsDeadAlternatives() {
    List<Remark> remarks =
        check(
            all(
                field("a").gt(5),
                any(field("a").lt(3).id("dead"), field("b").eq(1), field("c").eq(1))));
    assertThat(remarks).hasSize(1);
    assertThat(remarks.getFirst().kind()).isEqualTo(Kind.IMPOSSIBLE);
    assertThat(remarks.getFirst().condition()).isEqualTo("dead");
    assertThat(remarks.getFirst().message()).startsWith("can never be true here");
  }

  @Test
  void findsConditionsThatAreThereTwiceOrSayNothing() {
    List<Remark> twice =
        check(all(field("a").in(1, 2).id("c1"), field("b").eq(1), field("a").in(2, 1).id("c2")));
    assertThat(kinds(twice)).containsExactly(Kind.DUPLICATE_CONDITION);
    assertThat(twice.getFirst().message()).isEqualTo("says the same as c1");
    List<Remark> implied =
        check(all(field("a").gt(5).id("c1"), field("a").gt(3).id("c2"), field("b").eq(1)));
    assertThat(kinds(implied)).containsExactly(Kind.REDUNDANT_CONDITION);
    assertThat(implied.getFirst().condition()).isEqualTo("c2");
    List<Remark> wider =
        check(any(field("a").gt(5).id("c1"), field("a").gt(3).id("c2"), field("b").eq(1)));
    assertThat(kinds(wider)).containsExactly(Kind.REDUNDANT_CONDITION);
    assertThat(wider.getFirst().condition()).isEqualTo("c1");
  }

  @Test
  void findsRulesThatAreTheSameUpToOrder() {
    List<Remark> remarks =
        check(
            rule("a", all(field("x").eq(1), field("y").eq(2))),
            rule("b", all(field("y").eq(2), field("x").eq(new BigDecimal("1.0")))),
            rule("c", all(field("y").eq(2), field("x").eq(1)), Action.of("other")));
    assertThat(kinds(remarks)).containsExactly(Kind.DUPLICATE_RULE, Kind.SAME_CONDITION);
    assertThat(remarks).extracting(Remark::rule).containsExactly("b", "c");
    assertThat(remarks).extracting(Remark::others).containsExactly(List.of("a"), List.of("a"));
  }

  @Test
  void findsRulesBehindAStop() {
    Rule stop =
        Rule.newBuilder("vip").priority(9).when(field("total").gte(100)).then(ACT).stop().build();
    Rule shadowed = rule("gold", all(field("total").between(200, 300), field("tier").eq("gold")));
    List<Remark> remarks = check(shadowed, stop);
    assertThat(kinds(remarks)).containsExactly(Kind.SHADOWED);
    assertThat(remarks.getFirst().rule()).isEqualTo("gold");
    assertThat(remarks.getFirst().others()).containsExactly("vip");
    assertThat(remarks.getFirst().severity()).isEqualTo(Severity.ERROR);
    assertThat(
            check(
                shadowed,
                Rule.newBuilder("off")
                    .priority(9)
                    .enabled(false)
                    .stop()
                    .when(all())
                    .then(ACT)
                    .build()))
        .extracting(Remark::kind)
        .containsExactly(Kind.DISABLED);
  }

  @Test
  void findsRulesThatSeveralBeforeThemCover() {
    List<Remark> remarks =
        check(
            Rule.newBuilder("low").when(field("n").lte(10)).then(ACT).stop().build(),
            Rule.newBuilder("other").when(field("n").eq(11)).then(ACT).stop().build(),
            Rule.newBuilder("high").when(field("n").gt(10)).then(ACT).stop().build(),
            rule("never", field("n").between(5, 50)));
    assertThat(kinds(remarks)).containsExactly(Kind.SHADOWED);
    assertThat(remarks.getFirst().others()).containsExactlyInAnyOrder("low", "high");
  }

  @Test
  void findsMembersOfAGroupThatNeverGetTheirTurn() {
    RuleSet rules =
        RuleSet.of(
            List.of(
                Rule.newBuilder("any").group("g").when(all()).then(ACT).build(),
                Rule.newBuilder("late").group("g").when(field("a").eq(1)).then(ACT).build(),
                Rule.newBuilder("free").group("h").when(field("a").eq(1)).then(ACT).build()),
            Map.of("g", GroupMode.FIRST),
            RuleVocabulary.OPEN);
    List<Remark> remarks = RuleLint.check(rules);
    assertThat(remarks)
        .filteredOn(r -> r.kind() == Kind.SHADOWED)
        .extracting(Remark::rule)
        .containsExactly("late");
    assertThat(remarks.getFirst().message()).endsWith("the group has fired");
  }

  @Test
  void doesNotTrustAStopThatItsGroupMayTakeAway() {
    // If "first" fires, "second" does not, and does not stop "third".
    RuleSet rules =
        RuleSet.of(
            List.of(
                Rule.newBuilder("first").group("g").when(field("b").eq(1)).then(ACT).build(),
                Rule.newBuilder("second")
                    .group("g")
                    .when(field("a").eq(1))
                    .then(ACT)
                    .stop()
                    .build(),
                Rule.newBuilder("third").when(field("a").eq(1)).then(Action.of("x")).build()),
            Map.of("g", GroupMode.FIRST),
            RuleVocabulary.OPEN);
    assertThat(kinds(RuleLint.check(rules))).doesNotContain(Kind.SHADOWED);
  }

  @Test
  void aStopAtOtherTimesOrOnOtherEventsShadowsNothing() {
    Rule.Builder stop = Rule.newBuilder("stop").priority(1).when(all()).then(ACT).stop();
    Rule late = rule("late", field("a").eq(1));
    Instant may = Instant.parse("2026-05-01T00:00:00Z");
    assertThat(check(stop.effective(Effective.until(may)).build(), late)).isEmpty();
    assertThat(
            check(
                Rule.newBuilder("stop")
                    .priority(1)
                    .on(Trigger.message())
                    .when(all())
                    .stop()
                    .build(),
                late))
        .isEmpty();
  }

  @Test
  void namesACircleOfRules() {
    List<Remark> remarks =
        check(
            rule("a", field("x").eq(1), set("y", Json.of(1))),
            rule("b", field("y").eq(1), set("z", Json.of(1))),
            rule("c", field("z").eq(1), set("x", Json.of(1))),
            rule("d", field("z").eq(1), set("elsewhere", Json.of(1))));
    assertThat(remarks).filteredOn(r -> r.kind() == Kind.LOOP).hasSize(1);
    Remark loop = remarks.stream().filter(r -> r.kind() == Kind.LOOP).findFirst().orElseThrow();
    assertThat(loop.others()).containsExactly("a", "b", "c");
    assertThat(loop.message()).isEqualTo("can run in a circle: a -> b -> c -> a");
  }

  @Test
  void aCircleThatItsValuesCutIsNone() {
    assertThat(
            kinds(
                check(
                    rule("a", field("x").eq(1), set("y", Json.of(1))),
                    rule("b", field("y").eq(2), set("x", Json.of(1))))))
        .doesNotContain(Kind.LOOP);
  }

  @Test
  void findsRulesThatTriggerThemselves() {
    assertThat(kinds(check(rule("r", field("n").gte(1), set("n", Json.of(5))))))
        .containsExactly(Kind.RETRIGGERS_ITSELF);
    // Closed for good: after the action the condition is false.
    assertThat(check(rule("r", field("state").ne("closed"), set("state", Json.of("closed")))))
        .isEmpty();
    // It sets what is there already.
    assertThat(check(rule("r", field("state").eq("open"), set("state", Json.of("open")))))
        .isEmpty();
    Rule onChange =
        Rule.newBuilder("r")
            .on(Trigger.changed("n"))
            .when(field("a").eq(1))
            .then(set("n", Json.of(5)))
            .build();
    assertThat(kinds(check(onChange))).containsExactly(Kind.RETRIGGERS_ITSELF);
    Rule onMessage =
        Rule.newBuilder("r")
            .on(Trigger.message())
            .when(field("n").gte(1))
            .then(set("n", Json.of(5)))
            .build();
    assertThat(check(onMessage)).isEmpty();
  }

  @Test
  void takesTheHostsWordForWhatActionsChange() {
    Effects effects =
        action -> action.name().equals("count") ? Map.of("n", Optional.empty()) : Map.of();
    List<Remark> remarks =
        RuleLint.check(
            RuleSet.of(List.of(rule("r", field("n").gte(1), Action.of("count")))),
            LintOptions.DEFAULT.effects(effects));
    assertThat(kinds(remarks)).containsExactly(Kind.RETRIGGERS_ITSELF);
  }

  @Test
  void showsFactsOnWhichTwoRulesDisagree() {
    Rule gold = rule("gold", field("tier").eq("gold"), set("discount", Json.of(10)));
    Rule big = rule("big", field("total").gte(100), set("discount", Json.of(5)));
    Rule basic = rule("basic", field("tier").eq("basic"), set("discount", Json.of(0)));
    List<Remark> remarks = check(gold, big, basic);
    assertThat(kinds(remarks)).containsExactly(Kind.CONFLICTING_ACTIONS, Kind.CONFLICTING_ACTIONS);
    assertThat(remarks.getFirst().others()).containsExactly("big");
    Json.Obj witness = remarks.getFirst().witness().orElseThrow();
    assertThat(witness.get("tier")).contains(Json.of("gold"));
    assertThat(witness.get("total")).contains(Json.of(100));
    assertThat(remarks.getFirst().toJson().text("kind")).contains("conflictingActions");
  }

  @Test
  void hintsAtWhatIsSlowIdleOrOver() {
    assertThat(kinds(check(field("text").matches(".*refund.*")))).containsExactly(Kind.COSTLY);
    assertThat(check(all(field("text").matches(".*refund.*"), field("tier").eq("gold")))).isEmpty();
    assertThat(kinds(check(any(field("text").matches(".*refund.*"), field("tier").eq("gold")))))
        .containsExactly(Kind.COSTLY);
    assertThat(kinds(check(Rule.newBuilder("r").when(field("a").eq(1)).build())))
        .containsExactly(Kind.NO_EFFECT);
    Instant may = Instant.parse("2026-05-01T00:00:00Z");
    Rule over = Rule.newBuilder("r").effective(Effective.until(may)).when(all()).then(ACT).build();
    RuleSet rules = RuleSet.of(List.of(over));
    assertThat(kinds(RuleLint.check(rules, LintOptions.DEFAULT.now(may))))
        .containsExactly(Kind.EXPIRED);
    assertThat(RuleLint.check(rules, LintOptions.DEFAULT.now(may.minusSeconds(1)))).isEmpty();
  }

  @Test
  void saysWhenNotAllWereCompared() {
    List<Rule> rules = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      rules.add(Rule.newBuilder("r" + i).when(field("n").gte(20 - i)).then(ACT).stop().build());
    }
    RuleSet set = RuleSet.of(rules);
    assertThat(kinds(RuleLint.check(set))).doesNotContain(Kind.NOT_ALL_COMPARED);
    assertThat(kinds(RuleLint.check(set, LintOptions.DEFAULT.comparisons(5))))
        .containsOnlyOnce(Kind.NOT_ALL_COMPARED);
    assertThatThrownBy(() -> LintOptions.DEFAULT.comparisons(0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void hugeNumbersAndManyAlternativesDontHoldItUp() {
    Json huge = Json.parse("1e999999999");
    assertThat(check(all(field("n").gt(huge), field("n").lt(Json.parse("1e-999999999")))))
        .isEmpty();
    // Six pigeons in five holes, no two in one: impossible, but only by trying.
    List<Condition> pigeons = new ArrayList<>();
    for (int one = 0; one < 6; one++) {
      pigeons.add(field("p" + one).in(1, 2, 3, 4, 5));
      for (int other = 0; other < one; other++) {
        for (int hole = 1; hole <= 5; hole++) {
          pigeons.add(not(all(field("p" + one).eq(hole), field("p" + other).eq(hole))));
        }
      }
    }
    LintOptions few = new LintOptions(Effects.NONE, Optional.empty(), 1_000, 50);
    RuleSet rules = RuleSet.of(List.of(rule("r", new Condition.All(pigeons))));
    assertThat(kinds(RuleLint.check(rules, few))).containsExactly(Kind.NOT_DECIDED);
  }

  @Test
  void typesOfTheVocabularyCount() {
    RuleVocabulary vocabulary =
        RuleVocabulary.newBuilder().fact("due", dev.atom.rules.FactType.DATE).build();
    RuleSet rules =
        RuleSet.of(
            List.of(rule("r", all(field("due").lt("2026-01-01"), field("due").gte("2026-01-01")))),
            Map.of(),
            vocabulary);
    assertThat(kinds(RuleLint.check(rules))).containsExactly(Kind.IMPOSSIBLE);
  }
}
