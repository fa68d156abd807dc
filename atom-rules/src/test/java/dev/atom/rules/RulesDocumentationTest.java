package dev.atom.rules;

import static dev.atom.rules.Condition.all;
import static dev.atom.rules.Condition.any;
import static dev.atom.rules.Condition.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.json.Json;
import dev.atom.schema.Field;
import dev.atom.schema.FieldType;
import dev.atom.schema.Schema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The examples of the documentation. */
class RulesDocumentationTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  @Test
  void firesAndExplains() {
    Instant now = NOW;
    // @start region="first"
    RuleSet rules =
        RuleSet.parse(
            """
            [{"id": "free-shipping", "priority": 10,
              "when": {"all": [
                {"id": "c1", "field": "customer.tier", "op": "eq", "value": "gold"},
                {"id": "c2", "field": "order.total", "op": "gte", "value": 100}]},
              "then": [{"do": "setCell", "with": {"field": "shipping", "value": 0}}]}]
            """);
    Facts facts =
        Facts.of(
            Json.parseObject(
                """
                {"customer": {"tier": "gold"}, "order": {"total": 80}}
                """));
    Decision decision = rules.evaluate(facts, now);
    assertThat(decision.actions()).isEmpty();
    assertThat(decision.trace().explain("free-shipping"))
        .isEqualTo("rule \"free-shipping\" did not fire:\n  c2: order.total gte 100, is 80");
    // @end
  }

  @Test
  void buildsTheSameRuleInJava() {
    // @start region="builder"
    Rule rule =
        Rule.newBuilder("vip-complaint")
            .priority(10)
            .when(
                all(
                    field("tier").eq("gold").ignoringCase().id("gold"),
                    any(
                        field("sentiment").lte(-0.5),
                        field("message.text").containsAny("lawyer", "refund"))))
            .then(Action.of("handOver", Json.object().put("team", "key accounts").build()))
            .stop()
            .build();
    RuleSet rules = RuleSet.of(List.of(rule));
    assertThat(RuleSet.parse(rules.toJson().toString())).isEqualTo(rules);
    // @end
  }

  @Test
  void refusesWhatTheSchemaDoesNotKnow() {
    // @start region="schema"
    Schema schema =
        new Schema(
            "case",
            1,
            List.of(
                Field.newBuilder("tier", FieldType.CHOICE)
                    .choices(List.of("gold", "basic"))
                    .build(),
                Field.newBuilder("due_on", FieldType.DATE).build()));
    String text =
        """
        [{"id": "r1", "when": {"all": [
            {"id": "c1", "field": "tier", "op": "eq", "value": "golden"},
            {"id": "c2", "field": "due", "op": "before", "value": "2026-12-24"}]},
          "then": []}]
        """;
    assertThatThrownBy(() -> RuleSet.parse(text, schema))
        .isInstanceOf(InvalidRules.class)
        .hasMessageContaining(
            "condition \"c1\" (tier eq): \"golden\" is none of the field's values")
        .hasMessageContaining(
            "condition \"c2\" (due before): there is no field \"due\"; known are");
    // @end
  }

  @Test
  void seesWhatAnEventChanged() {
    Instant now = NOW;
    // @start region="changes"
    RuleSet rules =
        RuleSet.of(
            List.of(
                Rule.newBuilder("reopened")
                    .when(all(field("status").changedFrom("closed"), field("status").ne("spam")))
                    .then(Action.of("notify"))
                    .build()));
    Facts facts =
        Facts.newBuilder().put("status", "open").changedFrom("status", Json.of("closed")).build();
    assertThat(rules.evaluate(facts, now).actions()).hasSize(1);
    // @end
  }

  @Test
  void rulesFireForWhatOtherRulesBroughtAbout() {
    RuleSet rules =
        RuleSet.of(
            List.of(
                Rule.newBuilder("urgent")
                    .when(field("subject").contains("outage"))
                    .then(Action.of("raise"))
                    .build(),
                Rule.newBuilder("page")
                    .on(Trigger.changed("priority"))
                    .when(field("priority").gte(8))
                    .then(Action.of("page"))
                    .build()));
    Facts message = Facts.newBuilder().put("subject", "outage!").build();
    List<String> done = new ArrayList<>();
    Instant now = NOW;
    // @start region="chain"
    Chain chain = Chain.begin();
    Facts event = message;
    while (chain.next(rules, event, now) instanceof Chain.Link.Fired fired) {
      event = act(fired.decision().actions(), event, done); // what the actions made of the facts
      chain = fired.rest();
    }
    // @end
    assertThat(done).containsExactly("raise", "page");
  }

  private static Facts act(List<Decision.Planned> actions, Facts facts, List<String> done) {
    Facts.Builder next = facts.toBuilder();
    for (Decision.Planned planned : actions) {
      done.add(planned.action().name());
      if (planned.action().name().equals("raise")) {
        next.put("priority", Json.of(9)).changedFrom("priority", Json.of(3));
      }
    }
    return next.build();
  }

  @Test
  void equalRulesHaveOneFingerprint() {
    String text =
        "[{\"id\": \"r\", \"when\": {\"field\": \"total\", \"op\": \"gt\", \"value\": 9}, \"then\": []}]";
    // @start region="fingerprint"
    RuleSet rules = RuleSet.parse(text);
    RuleSet same = RuleSet.parse(rules.toJson().toPrettyString().replace("9", "9.0"));
    assertThat(same.fingerprint()).isEqualTo(rules.fingerprint()).hasSize(64);
    // @end
  }
}
