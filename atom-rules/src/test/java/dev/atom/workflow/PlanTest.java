package dev.atom.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.json.Json;
import dev.atom.operation.Effect;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A dry run knows no handler, so that nothing can happen. */
class PlanTest {
  private static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");
  private static final List<Signature> OPERATIONS =
      List.of(
          new Signature("find", World.ANY, Effect.READ),
          new Signature("pay", World.ANY, Effect.BLIND));

  private static final Workflow WORKFLOW =
      Workflow.parse(
          """
          {"name": "w", "steps": [
            {"id": "find", "call": "find", "with": {"id": {"ref": "inputs.id"}}},
            {"id": "if", "branch": [
              {"when": {"field": "steps.find.tier", "op": "eq", "value": "gold"},
               "steps": [{"id": "each", "forEach": {"ref": "inputs.sums"}, "max": 3, "steps": [
                 {"id": "pay", "call": "pay", "with": {"to": {"ref": "steps.find.name"}, "sum": {"ref": "item"}}}]}]}],
             "otherwise": [{"id": "no", "approve": "${steps.find.name}"}]},
            {"id": "r", "return": {"ref": "steps.each", "default": "none"}}]}
          """);
  private static final Json.Obj INPUTS = Json.parseObject("{\"id\": 7, \"sums\": [1, 2]}");

  private static Plan plan(Map<String, Json> assumed) {
    return Plan.of(WORKFLOW, OPERATIONS, INPUTS, assumed, NOW);
  }

  @Test
  void callsAreListedWithTheirResolvedArguments() {
    Plan plan =
        plan(
            Map.of(
                "find", Json.parse("{\"tier\": \"gold\", \"name\": \"Ann\"}"),
                "pay[1]", Json.of("paid")));
    assertThat(plan)
        .hasToString(
            """
            find: call find {"id":7}
            pay[0]: call pay {"to":"Ann","sum":1}
            pay[1]: call pay {"to":"Ann","sum":2}""");
    assertThat(plan.steps())
        .extracting(Plan.PlannedStep::effect)
        .contains(Optional.of(Effect.BLIND));
    assertThat(plan.result()).contains(Json.parse("[null, \"paid\"]"));
    assertThat(plan.problem()).isEmpty();
  }

  @Test
  void whatNoResultWasAssumedForIsSaidToBeUnresolved() {
    Plan plan = plan(Map.of());
    assertThat(plan.steps()).extracting(Plan.PlannedStep::step).containsExactly("find", "no");
    assertThat(plan.steps().getLast().problems()).singleElement().asString().contains("find.name");
  }

  @Test
  void tooManyIterationsEndThePlan() {
    Json.Obj inputs = Json.parseObject("{\"id\": 7, \"sums\": [1, 2, 3, 4]}");
    Map<String, Json> gold = Map.of("find", Json.parse("{\"tier\": \"gold\"}"));
    Plan plan = Plan.of(WORKFLOW, OPERATIONS, inputs, gold, NOW);
    assertThat(plan.problem()).hasValueSatisfying(p -> assertThat(p).contains("at most 3"));
  }
}
