package dev.atom.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.job.RetryPolicy;
import dev.atom.json.Json;
import dev.atom.model.Tool;
import dev.atom.operation.Effect;
import dev.atom.operation.Operation;
import dev.atom.rules.Condition;
import dev.atom.store.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** JsonLogic in values. */
class WorkflowExpressionsTest {
  private final World world = new World();
  private final World.Host host = world.host();

  private Run run(Json.Obj inputs, Step... steps) {
    Workflow workflow = Workflow.newBuilder("w").steps(steps).build();
    assertThat(Workflow.of(workflow.toJson()).steps()).isEqualTo(List.of(steps));
    return world.drive(host, host.workflows().start(World.TENANT, workflow, inputs, "k"));
  }

  private static Json logic(String rule) {
    return Step.logic(Json.parse(rule));
  }

  @Test
  void anExpressionSeesInputsStepsVariablesAndIsDataOnlyWithinALiteral() {
    Run end =
        run(
            Json.parseObject("{\"n\": 20}"),
            Step.call("a", "keyed", World.what("a")),
            new Step.Assign(
                "s",
                Json.object().put("m", logic("{\"*\": [{\"var\": \"inputs.n\"}, 2]}")).build()),
            new Step.Return(
                "r",
                Json.array(
                    List.of(
                        logic("{\"+\": [{\"var\": \"vars.m\"}, 2]}"),
                        logic("{\"var\": \"steps.a.did\"}"),
                        Json.object().put("literal", logic("{\"var\": \"x\"}")).build(),
                        Json.parse("{\"logic\": 1, \"other\": 2}")))));
    assertThat(end.state())
        .isEqualTo(
            new Run.Completed(
                Json.parse(
                    "[42, \"a\", {\"logic\": {\"var\": \"x\"}}, {\"logic\": 1, \"other\": 2}]")));
  }

  @Test
  void whatItGaveIsWrittenDownBeforeTheCallAndKeptOverRetries() {
    List<Json> seen = new ArrayList<>();
    List<String> written = new ArrayList<>();
    RunId[] run = new RunId[1];
    Operation flaky =
        Operation.of(
            new Tool("flaky", "Fails once.", World.ANY),
            Effect.READ,
            (arguments, call) -> {
              for (Event event : world.store.read(run[0].subject(), 0, 100)) {
                written.add(event.type() + event.data());
              }
              seen.add(arguments);
              if (seen.size() == 1) {
                throw new IllegalStateException("not now");
              }
              return Json.of("at last");
            });
    World.Host more = world.host(Life.eternal(), b -> b.operations(flaky));
    // The path is made up, so that the other branch's result is there the second time.
    Step left =
        Step.call(
            "l",
            "flaky",
            Json.object()
                .put("other", logic("{\"var\": {\"cat\": [\"steps.\", \"right\", \".did\"]}}"))
                .build(),
            CallOptions.DEFAULT.retry(
                new RetryPolicy(3, Duration.ofHours(1), 1, Duration.ofHours(1), 0)));
    Step wait = new Step.Wait("w", new WaitTime.For(Json.of("PT5M")));
    Step right = Step.call("right", "keyed", World.what("right"));
    Workflow workflow =
        Workflow.newBuilder("w")
            .steps(
                new Step.Parallel(
                    "p", Map.of("l", List.of(left), "r", List.of(wait, right)), false))
            .build();
    run[0] = more.workflows().start(World.TENANT, workflow, Json.Obj.EMPTY, "k");
    assertThat(world.drive(more, run[0]).state()).isInstanceOf(Run.Completed.class);
    assertThat(written.toString()).contains("step_started").contains("\"logic\":{\"{");
    assertThat(seen).hasSize(2).containsOnly(Json.parse("{\"other\": null}"));
    assertThat(world.happened).containsExactly("right");
  }

  @Test
  void aVariableThatWasWorkedOutIsWrittenDownBeforeItIsUsed() {
    List<String> written = new ArrayList<>();
    RunId[] run = new RunId[1];
    Operation reads =
        Operation.of(
            new Tool("reads", "Looks.", World.ANY),
            Effect.READ,
            (arguments, call) -> {
              for (Event event : world.store.read(run[0].subject(), 0, 100)) {
                written.add(event.type() + event.data());
              }
              return Json.NULL;
            });
    World.Host more = world.host(Life.eternal(), b -> b.operations(reads));
    Workflow workflow =
        Workflow.newBuilder("w")
            .steps(
                new Step.Assign("s", Json.object().put("n", logic("{\"+\": [1, 2]}")).build()),
                new Step.Wait("w", new WaitTime.For(logic("{\"cat\": [\"PT\", \"0S\"]}"))),
                Step.call("r", "reads", Json.object().put("n", Step.ref("vars.n")).build()))
            .build();
    run[0] = more.workflows().start(World.TENANT, workflow, Json.Obj.EMPTY, "k");
    assertThat(world.drive(more, run[0]).state()).isInstanceOf(Run.Completed.class);
    assertThat(written)
        .contains("step_done{\"step\":\"s\",\"result\":{\"n\":3}}")
        .anyMatch(event -> event.startsWith("step_done{\"step\":\"w\""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'+': [{'var': 'inputs.text'}, 1]} | expression_failed",
        "{'throw': 'no account'} | expression_failed",
        "{'reduce': [{'var': 'inputs.list'}, {'cat': [{'var': 'accumulator'}, {'var': 'accumulator'}, 'xx']}, '']} | expression_failed"
      })
  void anErrorFailsTheStepBeforeAnythingHappens(String rule, String code) {
    List<Json> list = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      list.add(Json.of(i));
    }
    Run end =
        run(
            Json.object().put("text", "ten").put("list", list).build(),
            Step.call(
                "a", "keyed", Json.object().put("what", logic(rule.replace('\'', '"'))).build()));
    assertThat(((Run.Failed) end.state()).error().code()).isEqualTo(code);
    assertThat(world.happened).isEmpty();
  }

  @Test
  void aBranchThatTakesTooMuchWorkFailsTheStep() {
    Condition cube =
        Condition.items("inputs.x")
            .any(
                Condition.items("^.inputs.x")
                    .any(Condition.items("^.^.inputs.x").any(Condition.field("@").eq(-1))));
    Json.Obj inputs =
        Json.object().put("x", IntStream.range(0, 200).mapToObj(Json::of).toList()).build();
    Step paid = Step.call("a", "keyed", World.what("paid"));
    Run end =
        run(inputs, new Step.Branch("b", List.of(new Step.Case(cube, List.of(paid))), List.of()));
    StepError error = ((Run.Failed) end.state()).error();
    assertThat(error.code()).isEqualTo("effort_exceeded");
    assertThat(world.happened).isEmpty();
  }

  @Test
  void whatIsTooLargeToBeWrittenDownFailsTheStep() {
    World.Host small = world.host(Life.eternal(), b -> b.limits(new WorkflowLimits(100, 2, 1_000)));
    Workflow workflow =
        Workflow.newBuilder("w")
            .steps(
                Step.call(
                    "a",
                    "keyed",
                    Json.object().put("what", logic("{\"var\": \"inputs\"}")).build()))
            .build();
    Json.Obj inputs = Json.object().put("x", "y".repeat(2_000)).build();
    Run end = world.drive(small, small.workflows().start(World.TENANT, workflow, inputs, "k"));
    assertThat(((Run.Failed) end.state()).error().code()).isEqualTo("value_too_large");
    assertThat(world.happened).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'id': 'a', 'call': 'x', 'with': {'n': {'logic': {'nope': [1]}}}} | /steps/0/with/n/logic | nope",
        "{'id': 'a', 'call': 'x', 'with': {'n': {'logic': {'var': 'steps.z.n'}}}} | /steps/0/with/n/logic | no step",
        "{'id': 'a', 'call': 'x', 'with': {'n': {'logic': {'var': 'total'}}}} | /steps/0/with/n/logic | begins with",
        "{'id': 'a', 'call': 'x', 'with': {'n': {'logic': {'var': 'vars.v'}}}} | /steps/0/with/n/logic | no step before",
        "{'id': 'a', 'set': {'logic': {'var': 'inputs'}}} | /steps/0/set | by name",
        "{'id': 'b', 'branch': [{'when': {'logic': {'>': [{'var': 'vars.v'}, 1]}}}]} | /steps/0/branch/0/when | no step before",
        "{'id': 'b', 'branch': [{'when': {'>': [{'var': 'n'}, 1]}}]} | /steps/0/branch/0/when | begins with",
        "{'id': 'a', 'call': 'x', 'with': {'n': '${revisions.a.feedback}'}} | /steps/0/with/n | reviseFrom",
        "{'id': 'a', 'approve': 1, 'reviseFrom': 'a'} | /steps/0/reviseFrom | no step before",
        "{'id': 'a', 'approve': 1, 'reviseFrom': 'b'}, {'id': 'b', 'set': {'v': 1}} | /steps/0/reviseFrom | no step before",
        "{'id': 's', 'set': {'v': 1}}, {'id': 'a', 'approve': 1, 'reviseFrom': 's', 'revisions': 0} | /steps/1/revisions | from 1"
      })
  void whatIsWrongIsNamedWhenTheWorkflowIsMade(String steps, String path, String reason) {
    assertThat(
            InvalidWorkflowTest.problems(
                "{\"name\": \"w\", \"steps\": [" + steps.replace('\'', '"') + "]}"))
        .anySatisfy(
            problem -> {
              assertThat(problem.path()).startsWith(path);
              assertThat(problem.reason()).contains(reason);
            });
  }

  @Test
  void tooManyTooDeepAndTooLargeExpressionsAreRefused() {
    String many = "{\"logic\": {\"+\": [1, 1]}},".repeat(101);
    String deep = "{\"!\": [".repeat(60) + "1" + "]}".repeat(60);
    String wide = "{\"+\": [" + "{\"+\": [1, 1]},".repeat(600) + "1]}";
    for (String value :
        List.of("[" + many + "1]", "{\"logic\": " + deep + "}", "{\"logic\": " + wide + "}")) {
      assertThat(
              InvalidWorkflowTest.problems(
                  "{\"name\": \"w\", \"steps\": [{\"id\": \"a\", \"call\": \"x\", \"with\": {\"n\": "
                      + value
                      + "}}]}"))
          .isNotEmpty();
    }
  }
}
