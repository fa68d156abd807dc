package dev.atom.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.blob.MemoryBlobs;
import dev.atom.json.Json;
import dev.atom.model.Tool;
import dev.atom.operation.Effect;
import dev.atom.operation.Operation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Values that are filled in, and runs that would go too far. */
class WorkflowValuesTest {
  private static final Step B = Step.call("b", "keyed", World.what("b"));

  private final World world = new World();

  private static Workflow of(Step... steps) {
    return Workflow.newBuilder("flow").steps(steps).build();
  }

  private static RunId start(World.Host host, Workflow workflow) {
    return host.workflows().start(World.TENANT, workflow, Json.Obj.EMPTY, "key");
  }

  @Test
  void tooManyStepsIterationsAndLevelsEndWithATypedFailure() {
    World.Host host = world.host(Life.eternal(), b -> b.limits(new WorkflowLimits(5, 2, 1_000)));
    Step loop = new Step.ForEach("l", Json.parse("[1,2,3,4,5,6,7,8]"), 8, 1, List.of(B));
    RunId run = host.workflows().start(World.TENANT, of(loop), Json.Obj.EMPTY, "1");
    assertThat(((Run.Failed) world.drive(host, run).state()).error().code())
        .isEqualTo("too_many_steps");
    Step few = new Step.ForEach("l", Json.parse("[1,2,3]"), 2, 1, List.of(B));
    RunId bounded = host.workflows().start(World.TENANT, of(few), Json.Obj.EMPTY, "2");
    assertThat(((Run.Failed) world.drive(host, bounded).state()).error().code())
        .isEqualTo("too_many_iterations");
    Workflow endless =
        Workflow.newBuilder("endless")
            .steps(new Step.SubWorkflow("s", "endless", 1, Json.Obj.EMPTY, OnError.STOP))
            .build();
    host.workflows().publish(World.TENANT, endless, "a person");
    RunId deep = host.workflows().start(World.TENANT, "endless", Json.Obj.EMPTY, "3");
    Run end = world.drive(host, deep);
    assertThat(((Run.Failed) end.state()).error().code()).isEqualTo("too_deep");
  }

  @Test
  void aLargeResultGoesToTheBlobsOrFailsTheStep() {
    Json large = Json.of("x".repeat(5_000));
    Operation.Handler handler = (arguments, call) -> large;
    Operation operation =
        Operation.of(new Tool("dump", "Dumps.", World.ANY), Effect.KEYED, handler);
    WorkflowLimits limits = new WorkflowLimits(100, 2, 1_000);
    Workflow workflow =
        of(Step.call("d", "dump", Json.Obj.EMPTY), new Step.Return("r", Step.ref("steps.d")));
    World.Host without = world.host(Life.eternal(), b -> b.operations(operation).limits(limits));
    RunId fails = without.workflows().start(World.TENANT, workflow, Json.Obj.EMPTY, "1");
    assertThat(((Run.Failed) world.drive(without, fails).state()).error().code())
        .isEqualTo("result_too_large");
    MemoryBlobs blobs = MemoryBlobs.create(world.clock);
    World.Host host =
        world.host(Life.eternal(), b -> b.operations(operation).limits(limits).blobs(blobs));
    RunId run = host.workflows().start(World.TENANT, workflow, Json.Obj.EMPTY, "2");
    assertThat(world.drive(host, run).state()).isEqualTo(new Run.Completed(large));
    assertThat(blobs.list(run.subject())).hasSize(1);
    assertThat(world.store.read(run.subject(), 0, 100).toString()).doesNotContain("xxxx");
  }

  @Test
  void whatIsMissingFailsTheStepUnlessThereIsADefault() {
    World.Host host = world.host();
    Step argument =
        Step.call("a", "keyed", Json.object().put("what", Step.ref("inputs.who")).build());
    Run end = world.drive(host, start(host, of(argument)));
    assertThat(((Run.Failed) end.state()).error().code()).isEqualTo("unresolved_reference");
    assertThat(((Run.Failed) end.state()).error().message()).contains("inputs.who");
    assertThat(world.happened).isEmpty();
  }

  @Test
  void textsAndVariablesAreFilledIn() {
    World.Host host = world.host();
    Workflow workflow =
        of(
            new Step.Assign(
                "set", Json.parseObject("{\"who\": {\"ref\": \"inputs.who\"}, \"n\": 3}")),
            new Step.Return(
                "r",
                Json.parse(
                    "[\"${vars.n} for ${vars.who}, $${inputs.who}\", {\"literal\": {\"ref\":"
                        + " \"x\"}}]")));
    RunId run =
        host.workflows().start(World.TENANT, workflow, Json.parseObject("{\"who\": \"Ann\"}"), "k");
    assertThat(world.drive(host, run).state())
        .isEqualTo(
            new Run.Completed(Json.parse("[\"3 for Ann, ${inputs.who}\", {\"ref\": \"x\"}]")));
  }

  @Test
  void aVariableThatGrowsWithoutEndFailsTheStep() {
    List<Step> steps = new ArrayList<>();
    steps.add(new Step.Assign("s0", Json.parseObject("{\"v\": \"0123456789\"}")));
    for (int i = 1; i < 60; i++) {
      steps.add(
          new Step.Assign(
              "s" + i,
              Json.parseObject("{\"v\": [{\"ref\": \"vars.v\"}, {\"ref\": \"vars.v\"}]}")));
    }
    World.Host host = world.host();
    Run end = world.drive(host, start(host, of(steps.toArray(Step[]::new))));
    assertThat(((Run.Failed) end.state()).error().code()).isEqualTo("value_too_large");
  }
}
