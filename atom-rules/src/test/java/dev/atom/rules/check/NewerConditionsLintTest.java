package dev.atom.rules.check;

import static dev.atom.rules.Condition.all;
import static dev.atom.rules.Condition.field;
import static dev.atom.rules.Condition.items;
import static dev.atom.rules.Condition.not;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.json.Json;
import dev.atom.rules.Action;
import dev.atom.rules.Condition;
import dev.atom.rules.Effective;
import dev.atom.rules.Operator;
import dev.atom.rules.Rule;
import dev.atom.rules.RuleSet;
import dev.atom.rules.Trigger;
import dev.atom.rules.check.Remark.Kind;
import dev.atom.rules.jsonlogic.JsonLogic;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What lint makes of times, items, triggers, schedules and JsonLogic. */
class NewerConditionsLintTest {
  private static final Action ACT = Action.of("notify");

  private static Action set(String field, Json value) {
    return Action.of("setCell", Json.object().put("field", field).put("value", value).build());
  }

  private static Rule rule(String id, Condition when, Action then) {
    return Rule.newBuilder(id).when(when).then(then).build();
  }

  private static List<Remark> check(Rule... rules) {
    return RuleLint.check(RuleSet.of(List.of(rules)));
  }

  private static List<Remark> check(Condition condition) {
    return check(rule("r", condition, ACT));
  }

  private static List<Kind> kinds(List<Remark> remarks) {
    return remarks.stream().map(Remark::kind).toList();
  }

  /** One typed item makes the others points in time too, which 1 is none of. */
  @Test
  void itemsOfAListWithADateAreNotThoseOfAListWithout() {
    Json typed = Json.parse("[{\"date\": \"2026-03-02\"}, 1]");
    Condition any = field("a").containsAny(1);
    Condition none = field("a").is(Operator.CONTAINS_NONE, Optional.of(typed));
    assertThat(kinds(check(all(any, none)))).doesNotContain(Kind.IMPOSSIBLE);
    assertThat(kinds(check(all(any, field("a").containsNone(1))))).contains(Kind.IMPOSSIBLE);
  }

  @Test
  void timesOfDayAndDaysOfTheWeekExcludeEachOther() {
    List<Condition> impossible =
        List.of(
            all(field("t").timeOfDay("09:00", "12:00"), field("t").timeOfDay("13:00", "17:00")),
            all(field("t").timeOfDay("22:00", "06:00"), field("t").timeOfDay("06:00", "22:00")),
            all(
                field("@now").dayOfWeek(DayOfWeek.MONDAY),
                field("@now").dayOfWeek(DayOfWeek.FRIDAY)),
            // The sixth of March is a Friday.
            all(
                field("t").eq(LocalDate.parse("2026-03-06")),
                field("t").dayOfWeek(DayOfWeek.MONDAY)),
            all(field("t").within("PT2H"), field("t").olderThan("PT3H")),
            all(
                field("t").within(Duration.ofHours(2), "office"),
                field("t").olderThan(Duration.ofHours(2), "office")),
            all(field("@now").businessHours("office"), not(field("@now").businessHours("office"))));
    for (Condition condition : impossible) {
      assertThat(newer(condition)).as(condition.toString()).contains(Kind.IMPOSSIBLE);
    }
    assertThat(
            newer(
                all(
                    field("t").timeOfDay("09:00", "17:00"),
                    field("t").timeOfDay("16:00", "20:00"))))
        .doesNotContain(Kind.IMPOSSIBLE, Kind.REDUNDANT_CONDITION);
    assertThat(
            newer(
                all(
                    field("t").timeOfDay("09:00", "12:00"),
                    field("t").timeOfDay("08:00", "17:00"))))
        .contains(Kind.REDUNDANT_CONDITION);
    assertThat(
            newer(
                all(
                    field("t").timeOfDay("09:00", "12:00"),
                    field("t").timeOfDay("09:00", "12:00"))))
        .contains(Kind.DUPLICATE_CONDITION);
  }

  private static List<Kind> newer(Condition condition) {
    return kinds(
        RuleLint.check(
            RuleSet.of(List.of(rule("r", condition, ACT)), Map.of(), NewerWorld.VOCABULARY)));
  }

  @Test
  void looksIntoTheItemsOfLists() {
    List<Condition> impossible =
        List.of(
            items("l").any(all(field("p").gt(5), field("p").lt(3))),
            all(items("l").any(field("p").gt(5)), items("l").all(field("p").lt(3))),
            all(items("l").any(field("p").gt(5)), items("l").none(field("p").gt(3))),
            all(items("l").any(field("p").gt(5)), field("l").isEmpty()),
            items("l").count().lt(0),
            items("l").count(field("p").gt(1)).eq(1.5),
            all(items("l").count().gt(3), items("l").count().lt(4)),
            all(items("l").sum("p").gt(3), items("l").sum("p").lt(2)),
            items("l").count(all(field("p").eq(1), field("p").eq(2))).gte(1));
    for (Condition condition : impossible) {
      assertThat(kinds(check(condition))).as(condition.toString()).contains(Kind.IMPOSSIBLE);
    }
    // Of an empty list all is true, and sums may be anything between.
    assertThat(
            kinds(
                check(
                    all(
                        items("l").all(field("p").gt(5)),
                        items("l").all(field("p").lt(3)),
                        items("l").sum("p").gt(3),
                        items("l").sum("p").lt(4)))))
        .doesNotContain(Kind.IMPOSSIBLE);
    Remark remark =
        check(items("l").all(all(field("p").gt(5), field("p").lt(3))).id("c")).getFirst();
    assertThat(remark)
        .hasToString("error: rule \"r\", /when/all: no item can ever be so: /when/all");
    assertThat(check(items("l").any(all(field("p").gt(5), field("p").lt(3))).id("c")).getFirst())
        .hasToString("error: rule \"r\", c: the rule can never match: c (l any) is never true");
  }

  @Test
  void aTriggerThatCannotMeetTheConditionsIsNamed() {
    Rule rule =
        Rule.newBuilder("r")
            .on(Trigger.event("paid"), Trigger.event("sent"), Trigger.event("paid"))
            .when(all(field("@event").eq("paid"), field("a").eq(1)))
            .then(ACT)
            .build();
    assertThat(check(rule))
        .filteredOn(remark -> remark.condition().startsWith("/on"))
        .extracting(Remark::kind, Remark::condition)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(Kind.IMPOSSIBLE, "/on/1"),
            org.assertj.core.groups.Tuple.tuple(Kind.DUPLICATE_CONDITION, "/on/2"));
    Rule same =
        Rule.newBuilder("r")
            .on(new Trigger.OnStatus("state", Optional.of("open"), Optional.of("open")))
            .when(field("a").eq(1))
            .then(ACT)
            .build();
    assertThat(kinds(check(same))).containsExactly(Kind.IMPOSSIBLE);
  }

  @Test
  void aScheduleWithoutATimeWhileTheRuleIsEffectiveIsSaid() {
    Rule.Builder rule =
        Rule.newBuilder("r").on(Trigger.schedule("CRON_TZ=UTC 0 9 1 1 *")).when(all()).then(ACT);
    Instant may = Instant.parse("2026-05-01T00:00:00Z");
    Instant june = Instant.parse("2026-06-01T00:00:00Z");
    Effective spring = new Effective(Optional.of(may), Optional.of(june));
    assertThat(kinds(check(rule.effective(spring).build()))).containsExactly(Kind.NEVER_DUE);
    assertThat(check(rule.effective(Effective.from(may)).build())).isEmpty();
    Instant newYear = Instant.parse("2027-01-01T09:00:00Z");
    Effective that = new Effective(Optional.of(newYear), Optional.of(newYear.plusSeconds(1)));
    assertThat(check(rule.effective(that).build())).isEmpty();
  }

  @Test
  void jsonLogicCountsByWhatItNeeds() {
    Condition five = Condition.logic(JsonLogic.parse("{\"===\":[{\"var\":\"a\"},5]}"));
    assertThat(kinds(check(all(five, field("a").eq(6))))).contains(Kind.IMPOSSIBLE);
    assertThat(kinds(check(all(five, field("a").eq(5))))).doesNotContain(Kind.IMPOSSIBLE);
    assertThat(kinds(check(Condition.logic(JsonLogic.parse("{\"<\":[2,1]}")))))
        .containsExactly(Kind.IMPOSSIBLE);
    assertThat(kinds(check(Condition.logic(JsonLogic.parse("{\"<\":[1,2]}")))))
        .containsExactly(Kind.ALWAYS_TRUE);
  }

  private static Condition logic(String rule) {
    return Condition.logic(JsonLogic.parse(rule.replace('\'', '"')));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'!=':[{'var':'a'},5]}|{'===':[{'var':'a'},5]}",
        "{'<':[{'var':'a'},5]}|{'!':{'<':[{'var':'a'},5]}}",
        "{'!':{'var':'a'}}|{'in':[{'var':'a'},[1,2]]}",
        "{'<=':[10,{'var':'a'},20]}|{'in':[{'var':'a'},[9,21]]}",
        "{'or':[{'===':[{'var':'a'},1]},{'===':[{'var':'b'},1]}]}"
            + "|{'and':[{'!==':[{'var':'a'},1]},{'===':[{'var':'b'},2]}]}",
        "{'===':[{'var':['a','x']},'y']}|{'!':{'===':[{'var':'a'},'y']}}",
        "{'in':['part',{'var':'a'}]}|{'!':{'in':['part',{'var':'a'}]}}",
        "{'in':['part',{'var':'a'}]}|{'===':[{'var':'a'},5]}",
        "{'if':[{'var':'a'},true]}|{'and':[{'!':{'if':[{'var':'a'},true]}},{'var':'b'}]}"
      })
  void whatJsonLogicSaysExcludesWhatItDenies(String one, String other) {
    assertThat(kinds(check(all(logic(one), logic(other))))).containsExactly(Kind.IMPOSSIBLE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'<':[{'var':'a'},5]}|{'===':[{'var':'a'},'4']}",
        "{'<':[{'var':'a'},5]}|{'!':{'<':[{'var':'a'},'5']}}",
        "{'===':[{'var':['a','x']},'x']}|{'!':{'===':[{'var':'a'},'x']}}",
        "{'some':[{'var':'a'},{'var':'x'}]}|{'!':{'some':[{'var':'a'},{'var':'y'}]}}",
        "{'or':[{'===':[{'var':'a'},1]},{'throw':'x'}]}|{'===':[{'var':'a'},1]}"
      })
  void whatMayBeTogetherIsNotCalledImpossible(String one, String other) {
    assertThat(kinds(check(all(logic(one), logic(other))))).doesNotContain(Kind.IMPOSSIBLE);
  }

  @Test
  void aConditionAndItsComplementExcludeEachOtherHoweverManyAlternativesTheyHave() {
    StringBuilder rule = new StringBuilder("{'and':[");
    for (int i = 0; i < 8; i++) {
      rule.append(i == 0 ? "" : ",").append("{'or':[");
      for (int j = 0; j < 8; j++) {
        String test = "{'===':[{'var':'f" + (i + j) + "'},'" + i + j + "']}";
        rule.append(j == 0 ? "" : ",").append(test);
      }
      rule.append("]}");
    }
    Condition wide = logic(rule + "]}");
    assertThat(kinds(check(all(wide, Condition.not(wide))))).containsExactly(Kind.IMPOSSIBLE);
  }

  @Test
  void aFieldOfAnItemIsNoFieldOfTheFacts() {
    Rule sets = rule("sets", field("x").eq(1), set("price", Json.of(5)));
    Rule reads = rule("reads", items("lines").any(field("price").gt(1)), set("x", Json.of(1)));
    assertThat(kinds(check(sets, reads))).doesNotContain(Kind.LOOP);
    Rule outside = rule("reads", items("lines").any(field("^.price").gt(1)), set("x", Json.of(1)));
    assertThat(kinds(check(sets, outside))).contains(Kind.LOOP);
  }
}
