package dev.atom.rules.replay;

import static dev.atom.rules.Condition.all;
import static dev.atom.rules.Condition.any;
import static dev.atom.rules.Condition.atLeast;
import static dev.atom.rules.Condition.field;
import static dev.atom.rules.Condition.not;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.json.Json;
import dev.atom.json.JsonSchema;
import dev.atom.operation.Operation;
import dev.atom.rules.Action;
import dev.atom.rules.Facts;
import dev.atom.rules.Rule;
import dev.atom.rules.RuleSet;
import dev.atom.rules.RuleVocabulary;
import dev.atom.rules.Trigger;
import dev.atom.schema.Field;
import dev.atom.schema.FieldType;
import dev.atom.schema.Schema;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DryRunTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  private final RuleSet rules =
      RuleSet.parse(
          """
          [{"id": "vip", "priority": 5, "stop": true,
            "when": {"all": [
              {"id": "c1", "field": "customer.tier", "op": "eq", "value": "gold"},
              {"id": "c2", "field": "order.total", "op": "gte", "value": 100}]},
            "then": [{"do": "setCell", "with": {"field": "shipping", "value": 0}}]},
           {"id": "thanks", "when": {"field": "order.total", "op": "gt", "value": 0},
            "then": [{"do": "thank"}]}]
          """);

  private static Facts facts(String json) {
    return Facts.of(Json.parseObject(json));
  }

  /** Each look is 5 ms later. */
  private static Clock clock() {
    return new Clock() {
      private Instant at = NOW;

      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }

      @Override
      public Instant instant() {
        at = at.plusMillis(5);
        return at;
      }
    };
  }

  @Test
  void plansWithoutDoing() {
    DryRun run =
        DryRun.of(
            rules,
            facts("{\"customer\": {\"tier\": \"gold\"}, \"order\": {\"total\": 120}}"),
            NOW,
            clock());
    assertThat(run.actions())
        .extracting(planned -> planned.action().name())
        .containsExactly("setCell");
    assertThat(run.rule("vip").actions()).hasSize(1);
    assertThat(run.rule("thanks").actions()).isEmpty();
    assertThat(run.took()).isEqualTo(Duration.ofMillis(5));
    assertThat(run)
        .hasToString(
            """
            rule "vip" fired:
              c1: customer.tier eq "gold", is "gold"
              c2: order.total gte 100, is 120
              planned: setCell {"field":"shipping","value":0}
            rule "thanks" matched, but did not fire: rule "vip" said stop before it
              /when: order.total gt 0, is 120""");
    assertThat(run.toJson().at("/nanos")).contains(Json.of(5_000_000));
    assertThat(run.toJson().at("/rules/0/actions/0/do")).contains(Json.of("setCell"));
    assertThatThrownBy(() -> run.rule("none")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void noOperationCanBeGivenToIt() {
    assertThat(
            Stream.of(DryRun.class.getMethods())
                .flatMap(method -> Arrays.stream(method.getParameterTypes())))
        .doesNotContain(Operation.class)
        .containsOnly(
            RuleSet.class,
            Facts.class,
            Instant.class,
            Clock.class,
            RuleVocabulary.class,
            String.class,
            Object.class,
            long.class,
            int.class);
  }

  @Test
  void saysWhatWouldHaveToBeOtherwise() {
    DryRun run = DryRun.of(rules, facts("{\"order\": {\"total\": 80}}"), NOW, Clock.systemUTC());
    assertThat(run.rule("vip").needed()).extracting(Need::id).containsExactly("c1", "c2");
    assertThat(run.rule("vip").needed())
        .extracting(need -> need.example().orElseThrow())
        .containsExactly(Json.of("gold"), Json.of(100));
    assertThat(run.rule("vip").needed().getFirst())
        .hasToString("c1: customer.tier eq \"gold\", as with \"gold\"");
    assertThat(run.toJson().at("/rules/0/needed/1/example")).contains(Json.of(100));
    assertThat(run.rule("thanks").needed()).isEmpty();
  }

  @Test
  void takesTheShortestWay() {
    RuleSet set =
        RuleSet.of(
            List.of(
                Rule.newBuilder("r")
                    .on(Trigger.message())
                    .when(
                        all(
                            any(
                                all(field("a").eq(1), field("b").eq(1)),
                                field("c").eq(1).id("short")),
                            atLeast(
                                2,
                                field("d").gt(1).id("d"),
                                field("e").eq(1).id("e"),
                                field("f").isNull().id("f")),
                            not(any(field("g").eq("x").id("g"), field("h").eq("y").id("h")))))
                    .build()));
    Facts facts = Facts.newBuilder().put("g", "x").put("a", Json.of(7)).build();
    List<Need> needed = DryRun.of(set, facts, NOW, Clock.systemUTC()).rule("r").needed();
    assertThat(needed).extracting(Need::id).containsExactly("/on/0", "short", "d", "g");
    assertThat(needed).extracting(Need::hold).containsExactly(true, true, true, false);
    assertThat(needed.get(0).example()).isEmpty();
    assertThat(needed.get(2).example()).contains(Json.of(2));
    assertThat(needed.get(3).example()).isPresent();
  }

  @Test
  void checksParametersAgainstWhereTheyAreToRun() {
    RuleVocabulary there =
        RuleVocabulary.newBuilder()
            .action(
                "setCell",
                JsonSchema.parse(
                    "{\"type\":\"object\",\"properties\":{\"field\":{\"enum\":[\"state\"]}}}"))
            .build();
    DryRun run =
        DryRun.of(
            rules,
            facts("{\"customer\": {\"tier\": \"gold\"}, \"order\": {\"total\": 120}}"),
            NOW,
            there,
            Clock.systemUTC());
    assertThat(run.actions().getFirst().problems()).hasSize(1);
    assertThat(run.actions().getFirst().problems().getFirst()).startsWith("with/field: ");
    assertThat(run.toJson().at("/rules/0/actions/0/problems/0")).isPresent();
  }

  @Test
  void hidesWhatIsSensitive() {
    Schema schema =
        new Schema(
            "case", 1, List.of(Field.newBuilder("iban", FieldType.TEXT).sensitive().build()));
    RuleSet set =
        RuleSet.of(
            List.of(
                Rule.newBuilder("r")
                    .when(field("iban").startsWith("DE"))
                    .then(Action.of("x"))
                    .build()),
            java.util.Map.of(),
            RuleVocabulary.of(schema));
    DryRun run =
        DryRun.of(set, Facts.newBuilder().put("iban", "FR7630").build(), NOW, Clock.systemUTC());
    assertThat(run.toString() + run.toJson()).doesNotContain("FR7630").contains("(hidden)");
  }
}
