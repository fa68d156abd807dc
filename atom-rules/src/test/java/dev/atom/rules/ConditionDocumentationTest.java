package dev.atom.rules;

import static dev.atom.rules.Condition.external;
import static dev.atom.rules.Condition.field;
import static dev.atom.rules.Condition.items;
import static dev.atom.rules.Condition.otherField;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.CallContext;
import dev.atom.json.Json;
import dev.atom.time.DaySpan;
import dev.atom.time.WorkCalendar;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The examples of the documentation on conditions. */
class ConditionDocumentationTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

  @Test
  void asksOfItems() {
    Instant now = NOW;
    // @start region="items"
    RuleSet rules =
        RuleSet.parse(
            """
            [{"id": "insure", "when": {"all": [
                {"id": "c1", "items": "order.lines",
                 "any": {"field": "price", "op": "gt", "value": {"field": "^.limits.insured"}}},
                {"id": "c2", "items": "order.lines", "sum": "price", "op": "lt", "value": 500}]},
              "then": [{"do": "insure"}]}]
            """);
    Facts facts =
        Facts.of(
            Json.parseObject(
                """
                {"order": {"lines": [{"price": 20}, {"price": 130}]}, "limits": {"insured": 100}}
                """));
    assertThat(rules.evaluate(facts, now).trace().explain("insure"))
        .isEqualTo(
            """
            rule "insure" fired:
              c1: order.lines any, 1 of 2 items match: 1; not: 0
              c2: order.lines sum of price lt 500, is 150: 2 of 2 items match: 0, 1""");
    // @end
    Condition built = items("order.lines").any(field("price").gt(otherField("^.limits.insured")));
    assertThat(built.toJson().get("items")).contains(Json.of("order.lines"));
  }

  @Test
  void asksTheHost() {
    Instant now = NOW;
    Facts facts = Facts.of(Json.parseObject("{\"order\":{\"total\":900},\"customer\":{\"id\":7}}"));
    // @start region="external"
    Rule rule =
        Rule.newBuilder("on-account")
            .when(
                Condition.all(
                    field("order.total").gt(500),
                    external("creditScore")
                        .with("customer", otherField("customer.id"))
                        .is(score -> score.gte(600))
                        .onUnavailable(OnUnavailable.NO_MATCH)
                        .id("c9")))
            .then(Action.of("allowInvoice"))
            .build();
    ExternalFacts bureau =
        (questions, context) -> Map.of(questions.get(0), Json.of(580)); // one call for all
    Decision decision =
        RuleSet.of(List.of(rule))
            .evaluate(facts, now, bureau, CallContext.create().timeout(Duration.ofSeconds(1)));
    assertThat(decision.trace().explain("on-account"))
        .isEqualTo(
            """
            rule "on-account" did not fire:
              c9: external creditScore{"customer":7} gte 600, is 580""");
    // @end
  }

  @Test
  void knowsWhenWorkIsDone() {
    Instant now = NOW;
    // @start region="calendars"
    RuleVocabulary vocabulary =
        RuleVocabulary.newBuilder()
            .fact("received", FactType.INSTANT)
            .calendar(
                "support",
                WorkCalendar.newBuilder(ZoneId.of("Europe/Berlin"))
                    .weekdays(DaySpan.parse("09:00-17:00"))
                    .build())
            .build();
    Condition late = field("received").olderThan(Duration.ofHours(4), "support");
    Condition open = field("@now").businessHours("support");
    // @end
    RuleSet rules =
        RuleSet.of(
            List.of(
                Rule.newBuilder("late").when(late).build(),
                Rule.newBuilder("open").when(open).build()),
            Map.of(),
            vocabulary);
    Facts facts = Facts.newBuilder().put("received", "2026-11-20T13:00:00Z").build();
    assertThat(rules.evaluate(facts, now).fired())
        .extracting(Rule::id)
        .containsExactly("late", "open");
  }
}
