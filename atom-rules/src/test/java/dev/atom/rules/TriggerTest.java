package dev.atom.rules;

import static dev.atom.rules.Condition.all;
import static dev.atom.rules.Condition.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.json.Json;
import dev.atom.json.JsonSchema;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TriggerTest {
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  private static final String MORNING = "CRON_TZ=Europe/Berlin 0 9 * * MON-FRI";

  private static Rule on(Trigger... triggers) {
    return Rule.newBuilder("r").on(triggers).when(all()).build();
  }

  private static boolean fires(Rule rule, Facts facts) {
    return !RuleSet.of(List.of(rule)).evaluate(facts, NOW).fired().isEmpty();
  }

  private static Facts event(String kind) {
    return Facts.newBuilder().event(kind).build();
  }

  @Test
  void aRuleWithoutTriggersIsForEveryEvent() {
    assertThat(fires(on(), event("anything"))).isTrue();
    assertThat(fires(on(), Facts.of(Json.Obj.EMPTY))).isTrue();
  }

  @Test
  void looksAtTheKindOfTheEvent() {
    assertThat(fires(on(Trigger.message()), event("message"))).isTrue();
    assertThat(fires(on(Trigger.message()), event("paid"))).isFalse();
    assertThat(fires(on(Trigger.message()), Facts.of(Json.Obj.EMPTY))).isFalse();
    assertThat(fires(on(Trigger.webhook("stripe")), event(Trigger.OnWebhook.kind("stripe"))))
        .isTrue();
    assertThat(fires(on(Trigger.event("paid"), Trigger.message()), event("paid"))).isTrue();
  }

  @Test
  void factsCannotPretendToBeAnEvent() {
    Facts forged = Facts.of(Json.object().put("@event", "message").build());
    assertThat(fires(on(Trigger.message()), forged)).isFalse();
  }

  @Test
  void looksAtWhatTheEventChanged() {
    Facts moved =
        Facts.newBuilder().put("state", "closed").changedFrom("state", Json.of("open")).build();
    assertThat(fires(on(Trigger.changed("tier", "state")), moved)).isTrue();
    assertThat(fires(on(Trigger.changed("tier")), moved)).isFalse();
    assertThat(fires(on(Trigger.status("state", "closed")), moved)).isTrue();
    assertThat(fires(on(Trigger.status("state", "open")), moved)).isFalse();
    Trigger fromOpen =
        new Trigger.OnStatus("state", java.util.Optional.of("open"), java.util.Optional.empty());
    assertThat(fires(on(fromOpen), moved)).isTrue();
    assertThat(fires(on(fromOpen), Facts.newBuilder().put("state", "closed").build())).isFalse();
  }

  @Test
  void theTraceNamesTheTrigger() {
    RuleSet rules = RuleSet.of(List.of(on(Trigger.message())));
    assertThat(rules.evaluate(event("paid"), NOW).trace().explain("r"))
        .isEqualTo("rule \"r\" did not fire:\n  /on/0: @event eq \"message\", is \"paid\"");
  }

  @Test
  void rulesOfOneScheduleShareItsEvents() {
    Rule first = on(Trigger.schedule(MORNING));
    Rule second = Rule.newBuilder("s").on(Trigger.schedule(MORNING)).when(all()).build();
    Rule off =
        Rule.newBuilder("off")
            .enabled(false)
            .on(Trigger.schedule("PT5M after completion"))
            .when(all())
            .build();
    RuleSet rules = RuleSet.of(List.of(first, second, off));
    assertThat(rules.schedules()).hasSize(1);
    String kind = new Trigger.OnSchedule(rules.schedules().getFirst()).kind();
    assertThat(rules.evaluate(event(kind), NOW).fired()).containsExactly(first, second);
  }

  @Test
  void aFieldSaysWhenARuleIsDue() {
    Rule reminder = on(Trigger.due("due", "-PT2H"));
    Rule day = Rule.newBuilder("d").on(Trigger.due("on", "P1D")).when(all()).build();
    RuleSet rules = RuleSet.of(List.of(day, reminder));
    Facts facts =
        Facts.newBuilder()
            .put("due", "2026-11-20T16:00:00Z")
            .put("on", "2026-11-20")
            .zone(ZoneId.of("Europe/Berlin"))
            .build();
    assertThat(rules.due(facts, NOW))
        .containsExactly(
            new Due("r", Instant.parse("2026-11-20T14:00:00Z")),
            new Due("d", Instant.parse("2026-11-20T23:00:00Z")));
    Facts then = facts.toBuilder().event(Trigger.OnDue.kind("r")).build();
    assertThat(rules.evaluate(then, NOW).fired()).containsExactly(reminder);
    assertThat(rules.due(facts, Instant.parse("2026-11-20T14:00:00Z"))).hasSize(1);
  }

  @Test
  void nothingIsDueWithoutATimeOrAZone() {
    RuleSet rules = RuleSet.of(List.of(on(Trigger.due("on", "PT0S"))));
    assertThat(rules.due(Facts.newBuilder().put("on", "2026-11-22").build(), NOW)).isEmpty();
    assertThat(rules.due(Facts.newBuilder().put("on", "soon").build(), NOW)).isEmpty();
    assertThat(rules.due(Facts.of(Json.Obj.EMPTY), NOW)).isEmpty();
  }

  @Test
  void aRuleFiresFromItsBeginningAndBeforeItsEnd() {
    Rule rule =
        Rule.newBuilder("r")
            .effective(
                new Effective(
                    java.util.Optional.of(NOW), java.util.Optional.of(NOW.plusSeconds(1))))
            .when(all())
            .build();
    RuleSet rules = RuleSet.of(List.of(rule));
    Facts facts = Facts.of(Json.Obj.EMPTY);
    assertThat(rules.evaluate(facts, NOW.minusMillis(1)).fired()).isEmpty();
    assertThat(rules.evaluate(facts, NOW).fired()).hasSize(1);
    assertThat(rules.evaluate(facts, NOW.plusMillis(999)).fired()).hasSize(1);
    Decision after = rules.evaluate(facts, NOW.plusSeconds(1));
    assertThat(after.fired()).isEmpty();
    assertThat(after.trace().explain("r")).contains("/effective/to: @now lt");
  }

  @Test
  void aGroupOfScoresIsSummedUp() {
    RuleSet rules =
        RuleSet.of(
            List.of(
                Rule.newBuilder("a")
                    .group("risk")
                    .score(new BigDecimal("2.5"))
                    .when(field("x").gt(1))
                    .build(),
                Rule.newBuilder("b").group("risk").when(field("x").gt(2)).build(),
                Rule.newBuilder("c")
                    .group("risk")
                    .score(new BigDecimal("-1"))
                    .when(field("x").gt(3))
                    .build()),
            Map.of("risk", GroupMode.SCORE),
            RuleVocabulary.OPEN);
    assertThat(score(rules, 0)).isEqualByComparingTo("0");
    assertThat(score(rules, 3)).isEqualByComparingTo("3.5");
    assertThat(score(rules, 4)).isEqualByComparingTo("2.5");
  }

  private static BigDecimal score(RuleSet rules, long x) {
    return rules.evaluate(Facts.newBuilder().put("x", Json.of(x)).build(), NOW).score("risk");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'event':'paid'}",
        "{'changed':['a','b.c']}",
        "{'status':'state'}",
        "{'status':'state','from':'a','to':'b'}",
        "{'schedule':'CRON_TZ=Europe/Berlin 0 9 * * MON-FRI'}",
        "{'schedule':'every PT15M from 2026-01-01T00:00:00Z'}",
        "{'due':'due_on','shift':'-PT2H'}",
        "{'webhook':'stripe'}"
      })
  void isReadAndWrittenAlike(String trigger) {
    Json document =
        document(
            "'on':["
                + trigger
                + "],'score':2,'repeat':true,"
                + "'effective':{'from':'2026-01-01T00:00:00Z'}");
    assertThat(schema().check(document)).isEmpty();
    RuleSet rules = RuleSet.parse(document.toString());
    assertThat(RuleSet.parse(rules.toJson().toString())).isEqualTo(rules);
    assertThat(schema().check(rules.toJson())).isEmpty();
    assertThat(rules.rules().getFirst().triggers().getFirst().toJson())
        .isEqualTo(Json.parse(trigger.replace('\'', '"')));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'on':[]",
        "'on':['message']",
        "'on':[{}]",
        "'on':[{'event':''}]",
        "'on':[{'event':'a','webhook':'b'}]",
        "'on':[{'changed':[]}]",
        "'on':[{'due':'x','shift':'two hours'}]",
        "'on':[{'webhook':7}]",
        "'effective':{'from':'2026-01-01'}",
        "'effective':{'since':'2026-01-01T00:00:00Z'}",
        "'score':'high'",
        "'score':1e999999999",
        "'repeat':1"
      })
  void refusesWhatTheSchemaRefuses(String members) {
    Json document = document(members);
    assertThat(schema().check(document)).isNotEmpty();
    assertThatThrownBy(() -> RuleSet.parse(document, RuleVocabulary.OPEN, RuleLimits.DEFAULT))
        .isInstanceOf(InvalidRules.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'on':[{'schedule':'now and then'}]",
        "'on':[{'schedule':'CRON_TZ=Mars/North 0 9 * * *'}]",
        "'on':[{'changed':['a..b']}]",
        "'effective':{'from':'2026-01-02T00:00:00Z','to':'2026-01-01T00:00:00Z'}"
      })
  void refusesWhatOnlyTheParserCanTell(String members) {
    assertThatThrownBy(() -> RuleSet.parse(document(members).toString()))
        .isInstanceOf(InvalidRules.class);
  }

  private static Json document(String members) {
    return Json.parse(
        ("[{'id':'r'," + members + ",'when':{'all':[]},'then':[]}]").replace('\'', '"'));
  }

  private static JsonSchema schema() {
    try (InputStream in =
        TriggerTest.class.getResourceAsStream("/dev/atom/rules/rules.schema.json")) {
      return JsonSchema.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
