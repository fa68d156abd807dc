package dev.atom.rules;

import static dev.atom.rules.Condition.all;
import static dev.atom.rules.Condition.any;
import static dev.atom.rules.Condition.atLeast;
import static dev.atom.rules.Condition.field;
import static dev.atom.rules.Condition.not;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.json.Json;
import dev.atom.schema.Cell;
import dev.atom.schema.Document;
import dev.atom.schema.Field;
import dev.atom.schema.FieldType;
import dev.atom.schema.Provenance;
import dev.atom.schema.Schema;
import dev.atom.schema.Source;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a set of rules decides, and what it says about that. */
class RuleSetTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final Facts NOTHING = Facts.of(Json.Obj.EMPTY);

  private static Rule.Builder always(String id) {
    return Rule.newBuilder(id).when(all());
  }

  private static List<String> fired(RuleSet rules, Facts facts) {
    return rules.evaluate(facts, NOW).fired().stream().map(Rule::id).toList();
  }

  private static Facts facts(String json) {
    return Facts.of(Json.parseObject(json.replace('\'', '"')));
  }

  private static String explain(Condition condition, Facts facts) {
    RuleSet rules = RuleSet.of(List.of(Rule.newBuilder("r").when(condition).build()));
    return rules.evaluate(facts, NOW).trace().explain("r");
  }

  @Test
  void firesHigherPriorityFirstThenInTheOrderOfTheDocument() {
    RuleSet rules =
        RuleSet.of(
            List.of(
                always("z").build(),
                always("low").priority(-1).build(),
                always("a").build(),
                always("high").priority(7).build()));
    assertThat(fired(rules, NOTHING)).containsExactly("high", "z", "a", "low");
  }

  @Test
  void stopEndsAfterTheRuleThatSaysIt() {
    RuleSet rules =
        RuleSet.of(List.of(always("a").build(), always("b").stop().build(), always("c").build()));
    Decision decision = rules.evaluate(NOTHING, NOW);
    assertThat(fired(rules, NOTHING)).containsExactly("a", "b");
    assertThat(decision.trace().rule("c").outcome()).isEqualTo(new RuleTrace.Stopped("b"));
    assertThat(decision.trace().explain("c"))
        .isEqualTo("rule \"c\" matched, but did not fire: rule \"b\" said stop before it");
  }

  @Test
  void stopOfARuleThatDoesNotMatchStopsNothing() {
    Rule stop = Rule.newBuilder("s").when(field("x").exists()).stop().build();
    RuleSet rules = RuleSet.of(List.of(stop, always("a").build()));
    assertThat(fired(rules, NOTHING)).containsExactly("a");
    assertThat(fired(rules, facts("{'x':1}"))).containsExactly("s");
  }

  @Test
  void onlyTheFirstOfAGroupFiresWhereTheSetSaysSo() {
    List<Rule> members =
        List.of(
            always("a").group("g").build(),
            always("b").group("g").build(),
            always("c").group("other").build(),
            always("d").group("other").build());
    RuleSet rules = RuleSet.of(members, Map.of("g", GroupMode.FIRST), RuleVocabulary.OPEN);
    assertThat(fired(rules, NOTHING)).containsExactly("a", "c", "d");
    assertThat(rules.evaluate(NOTHING, NOW).trace().rule("b").outcome())
        .isEqualTo(new RuleTrace.GroupTaken("a"));
  }

  @Test
  void aRuleBehindStopDoesNotTakeItsGroup() {
    RuleSet rules =
        RuleSet.of(
            List.of(
                always("stop").stop().build(),
                always("a").group("g").build(),
                always("b").group("g").build()),
            Map.of("g", GroupMode.FIRST),
            RuleVocabulary.OPEN);
    assertThat(rules.evaluate(NOTHING, NOW).trace().rule("b").outcome())
        .isEqualTo(new RuleTrace.Stopped("stop"));
  }

  @Test
  void listsTheActionsOfAllThatFiredInOrder() {
    RuleSet rules =
        RuleSet.of(
            List.of(
                always("a").then(Action.of("x"), Action.of("y")).build(),
                always("b").priority(1).then(Action.of("z")).build()));
    assertThat(rules.evaluate(NOTHING, NOW).actions())
        .containsExactly(
            new Decision.Planned("b", Action.of("z")),
            new Decision.Planned("a", Action.of("x")),
            new Decision.Planned("a", Action.of("y")));
  }

  @Test
  void noRuleSeesWhatAnotherDoesInTheSameEvent() {
    Rule sets =
        Rule.newBuilder("sets")
            .priority(9)
            .when(field("status").eq("new"))
            .then(Action.of("setCell", Json.object().put("status", "open").build()))
            .build();
    Rule reads = Rule.newBuilder("reads").when(field("status").eq("open")).build();
    assertThat(fired(RuleSet.of(List.of(sets, reads)), facts("{'status':'new'}")))
        .containsExactly("sets");
  }

  @Test
  void missingValuesTriggerNoPositiveConditionAndEveryComplement() {
    assertThat(explain(field("temperature").lt(1), NOTHING)).contains("did not fire");
    assertThat(explain(field("temperature").lt(1), facts("{'temperature':null}")))
        .isEqualTo("rule \"r\" did not fire:\n  /when: temperature lt 1, is null");
    assertThat(explain(field("tier").notIn("gold"), NOTHING)).contains("fired:");
    assertThat(explain(not(field("tier").in("gold")), NOTHING)).contains("fired:");
  }

  @Test
  void aConditionCanSayWhatAMissingValueMeans() {
    assertThat(explain(field("tier").ne("gold").whenMissing(Missing.NO_MATCH), NOTHING))
        .isEqualTo("rule \"r\" did not fire:\n  /when: tier ne \"gold\", is missing");
    assertThat(explain(field("age").gt(3).whenMissing(Missing.MATCH), NOTHING)).contains("fired:");
    assertThat(explain(field("age").gt(3).whenMissing(Missing.MATCH), facts("{'age':'4'}")))
        .contains("did not fire");
  }

  @Test
  void caseMattersUnlessTheConditionSaysOtherwise() {
    assertThat(explain(field("tier").eq("gold"), facts("{'tier':'Gold'}")))
        .isEqualTo("rule \"r\" did not fire:\n  /when: tier eq \"gold\", is \"Gold\"");
    assertThat(explain(field("tier").in("gold").ignoringCase(), facts("{'tier':'Gold'}")))
        .contains("fired:");
    assertThat(explain(field("tags").containsAny("vip").ignoringCase(), facts("{'tags':['VIP']}")))
        .contains("fired:");
  }

  @Test
  void saysWhyARuleDidNotFire() {
    Condition condition =
        all(
            field("tier").eq("gold").id("tier"),
            any(field("total").gte(100).id("total"), field("vip").eq(true).id("vip")),
            not(field("blocked").eq(true).id("blocked")),
            atLeast(
                2, field("a").eq(1).id("a"), field("b").eq(1).id("b"), field("c").eq(1).id("c")));
    assertThat(explain(condition, facts("{'tier':'gold','total':'80','blocked':true,'a':1,'b':2}")))
        .isEqualTo(
            """
            rule "r" did not fire:
              total: total gte 100, is "80", which is of the wrong type
              vip: vip eq true, is missing
              blocked: blocked eq true, is true (must not hold)
              b: b eq 1, is 2
              c: c eq 1, is missing""");
  }

  @Test
  void saysWhyARuleFired() {
    Condition condition = any(field("a").eq(1).id("a"), field("b").eq(1).id("b"));
    assertThat(explain(condition, facts("{'a':1,'b':2}")))
        .isEqualTo("rule \"r\" fired:\n  a: a eq 1, is 1");
  }

  @Test
  void countsWrongTypes() {
    RuleSet rules =
        RuleSet.of(
            List.of(Rule.newBuilder("r").when(any(field("a").gt(1), field("b").ne(1))).build()));
    Decision decision = rules.evaluate(facts("{'a':'2','b':'x'}"), NOW);
    assertThat(decision.trace().wrongTypes()).isEqualTo(2);
    assertThat(decision.fired()).hasSize(1);
  }

  @Test
  void explainsADisabledRuleWithoutFiringIt() {
    Rule rule = Rule.newBuilder("r").enabled(false).when(field("a").eq(1)).build();
    RuleSet rules = RuleSet.of(List.of(rule));
    Decision decision = rules.evaluate(facts("{'a':1}"), NOW);
    assertThat(decision.fired()).isEmpty();
    assertThat(decision.trace().explain("r"))
        .isEqualTo(
            "rule \"r\" did not fire: it is disabled; its conditions:\n  /when: a eq 1, is 1 (holds)");
  }

  @Test
  void writesTheTraceAsJson() {
    Rule rule = Rule.newBuilder("r").when(field("a").changedTo(2).id("c1")).build();
    Facts facts = Facts.newBuilder().put("a", Json.of(3)).changedFrom("a", Json.of(1)).build();
    assertThat(RuleSet.of(List.of(rule)).evaluate(facts, NOW).trace().toJson())
        .isEqualTo(
            Json.parse(
                """
                {"rules": [{"rule": "r", "outcome": "notMatched", "wrongTypes": 0, "reasons": ["c1"],
                  "checks": [{"id": "c1", "field": "a", "op": "changedTo", "expected": 2,
                    "actual": 3, "before": 1, "holds": false, "finding": "differs"}]}],
                 "wrongTypes": 0}
                """));
  }

  @Test
  void hidesTheValuesOfSensitiveFields() {
    Schema schema =
        new Schema("s", 1, List.of(Field.newBuilder("iban", FieldType.TEXT).sensitive().build()));
    RuleSet rules =
        RuleSet.parse(
            "[{\"id\":\"r\",\"when\":{\"field\":\"iban\",\"op\":\"startsWith\",\"value\":\"AT\"},"
                + "\"then\":[]}]",
            schema);
    Trace trace = rules.evaluate(facts("{'iban':'DE02120300000000202051'}"), NOW).trace();
    assertThat(trace.explain("r")).contains("is \"(hidden)\"").doesNotContain("DE02");
    assertThat(trace.toJson().toString()).doesNotContain("DE02");
  }

  @Test
  void readsADocumentAndWhatChangedInIt() {
    Schema schema =
        new Schema(
            "s",
            1,
            List.of(
                Field.newBuilder("status", FieldType.TEXT).build(),
                Field.newBuilder("total", FieldType.DECIMAL).build()));
    Document before =
        Document.empty("d", schema)
            .with("status", cell(Json.of("open")))
            .with("total", cell(Json.of(5)));
    Document after = before.with("total", cell(Json.of(7))).without("status");
    Facts facts = Facts.between(before, after);
    assertThat(facts.changes().keySet()).containsExactlyInAnyOrder("status", "total");
    assertThat(explain(field("total").increased(), facts)).contains("is 7 and was 5");
    assertThat(explain(all(field("status").changed(), field("status").isNull()), facts))
        .contains("fired:");
    assertThat(Facts.of(after).changes()).isEmpty();
    assertThat(facts.toBuilder().put("text", "hi").build().changes()).isEqualTo(facts.changes());
  }

  private static Cell cell(Json value) {
    return new Cell(value, new Provenance(Source.SYSTEM, "test", NOW), List.of(), Optional.empty());
  }

  @Test
  void comparesInstantsOfADeclaredFieldAsInstantsNotAsText() {
    Schema schema = new Schema("s", 1, List.of(Field.newBuilder("at", FieldType.INSTANT).build()));
    String document =
        "[{\"id\":\"r\",\"when\":{\"field\":\"at\",\"op\":\"lt\",\"value\":\"2026-11-21T10:00:00.5Z\"},"
            + "\"then\":[]}]";
    Facts facts = facts("{'at':'2026-11-21T10:00:00Z'}");
    assertThat(fired(RuleSet.parse(document, schema), facts)).containsExactly("r");
    assertThat(fired(RuleSet.parse(document), facts)).isEmpty();
  }

  @Test
  void aCalendarDayNeedsAZoneToBeComparedWithAnInstant() {
    Condition condition = field("at").before("2026-11-21");
    Facts facts = facts("{'at':'2026-11-20T23:30:00Z'}");
    assertThat(explain(condition, facts)).contains("needs a time zone that the facts don't have");
    assertThat(explain(condition, facts.toBuilder().zone(ZoneId.of("UTC")).build()))
        .contains("fired:");
    assertThat(explain(condition, facts.toBuilder().zone(ZoneId.of("Europe/Berlin")).build()))
        .contains("did not fire");
  }

  @Test
  void aDayIsTheZonesDayWhereClocksChange() {
    // In Berlin the clocks went back on 2026-10-25, so that this day had 25 hours.
    Instant now = Instant.parse("2026-10-25T12:00:00Z");
    Facts facts = facts("{'at':'2026-10-24T11:30:00Z'}");
    RuleSet rules =
        RuleSet.of(List.of(Rule.newBuilder("r").when(field("at").olderThan("P1D")).build()));
    Facts berlin = facts.toBuilder().zone(ZoneId.of("Europe/Berlin")).build();
    assertThat(rules.evaluate(facts, now).fired()).hasSize(1);
    assertThat(rules.evaluate(berlin, now).fired()).isEmpty();
  }

  @Test
  void saysThatAnAddedFieldWasMissingBefore() {
    Facts added = Facts.newBuilder().put("tier", "gold").added("tier").build();
    assertThat(explain(field("tier").changed(), added)).contains("is \"gold\" and was missing");
    assertThat(explain(field("tier").changed(), facts("{'tier':'gold'}")))
        .contains("is \"gold\" as before");
  }

  @Test
  void readsPathsIntoObjectsAndLists() {
    Facts facts = facts("{'order':{'lines':[{'price':3},{'price':9}]}}");
    assertThat(explain(field("order.lines.1.price").eq(9), facts)).contains("fired:");
    assertThat(explain(field("order.lines.2.price").exists(), facts)).contains("is missing");
    assertThat(explain(field("order.lines.01.price").exists(), facts)).contains("is missing");
  }

  @Test
  void servesManyThreadsAtOnce() {
    RuleSet rules =
        RuleSet.of(List.of(Rule.newBuilder("r").when(field("n").matches("\\d*[05]")).build()));
    long fired =
        java.util.stream.IntStream.range(0, 10_000)
            .parallel()
            .filter(n -> !rules.evaluate(facts("{'n':'" + n + "'}"), NOW).fired().isEmpty())
            .count();
    assertThat(fired).isEqualTo(2_000);
  }
}
