package dev.atom.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A host dies before and after every write and every call; another one finishes the run. */
public abstract class KilledHostContract extends RunWalks {
  static Step call(String id, String operation) {
    return Step.call(id, operation, World.what(id));
  }

  static Step undoable(String id, String operation, OnError policy) {
    return Step.call(
        id,
        operation,
        World.what(id),
        CallOptions.DEFAULT
            .onError(policy)
            .compensate(
                "undo", Json.object().put("what", Step.ref("steps." + id + ".did")).build()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"read", "keyed", "checkable", "blind"})
  void everyEffectHappensOnceWhereverTheHostDies(String operation) {
    Workflow workflow =
        Workflow.newBuilder("sequence")
            .steps(
                call("a", operation),
                call("b", operation),
                new Step.Wait("pause", new WaitTime.For(Json.of("PT1H"))),
                call("c", operation),
                new Step.Return("end", Step.ref("steps.c.did")))
            .build();
    List<String> expected = operation.equals("read") ? List.of() : List.of("a", "b", "c");
    int deaths = walk(workflow, Map.of(), expected, "c");
    assertThat(deaths).isGreaterThan(10);
  }

  /** Kills at every point in turn; returns how many points there were. */
  private int walk(
      Workflow workflow, Map<String, Workflow> others, List<String> expected, String result) {
    return everyPoint(
        (world, point) -> {
          World.Host first = world.host();
          others.values().forEach(w -> first.workflows().publish(World.TENANT, w, "test"));
          RunId run = first.workflows().start(World.TENANT, workflow, Json.Obj.EMPTY, "k");
          Life life = Life.until(point);
          Run end = world.finish(run, life);
          assertThat(end.state())
              .as("killed at %d: %s", point, end.history())
              .isEqualTo(new Run.Completed(Json.of(result)));
          assertThat(world.happened)
              .as("killed at %d", point)
              .containsExactlyInAnyOrderElementsOf(expected);
          return life;
        });
  }

  @Test
  void aLoopOfAllClassesOfEffectsHappensOnce() {
    List<String> expected = new ArrayList<>();
    Step[] body = new Step[3];
    List<String> operations = List.of("keyed", "checkable", "blind");
    for (int i = 0; i < 3; i++) {
      body[i] =
          Step.call(
              operations.get(i),
              operations.get(i),
              Json.object().put("what", operations.get(i) + "-${index}").build());
      for (int n = 0; n < 3; n++) {
        expected.add(operations.get(i) + "-" + n);
      }
    }
    Workflow workflow =
        Workflow.newBuilder("loop")
            .steps(
                new Step.ForEach("each", Json.parse("[1, 2, 3]"), 3, 1, List.of(body)),
                new Step.Return("end", Json.of("over")))
            .build();
    assertThat(walk(workflow, Map.of(), expected, "over")).isGreaterThan(20);
  }

  @Test
  void branchesAtTheSameTimeHappenOnce() {
    Workflow workflow =
        Workflow.newBuilder("parallel")
            .steps(
                new Step.Parallel(
                    "both",
                    Map.of(
                        "left", List.of(call("a", "keyed"), call("b", "checkable")),
                        "right", List.of(call("c", "keyed"), call("d", "keyed"))),
                    false),
                new Step.ForEach(
                    "each",
                    Json.parse("[1, 2, 3]"),
                    3,
                    2,
                    List.of(
                        Step.call("e", "keyed", Json.object().put("what", "e-${item}").build()))),
                new Step.Return("end", Step.ref("steps.both.right.did")))
            .build();
    List<String> expected = List.of("a", "b", "c", "d", "e-1", "e-2", "e-3");
    assertThat(walk(workflow, Map.of(), expected, "d")).isGreaterThan(20);
  }

  @Test
  void aRunWithinARunHappensOnce() {
    Workflow inner =
        Workflow.newBuilder("inner")
            .steps(call("x", "keyed"), new Step.Return("r", Step.ref("steps.x.did")))
            .build();
    Workflow workflow =
        Workflow.newBuilder("outer")
            .steps(
                call("a", "keyed"),
                new Step.SubWorkflow("sub", "inner", 1, Json.Obj.EMPTY, OnError.STOP),
                call("b", "keyed"),
                new Step.Return("end", Step.ref("steps.sub")))
            .build();
    List<String> expected = List.of("a", "x", "b");
    assertThat(walk(workflow, Map.of("inner", inner), expected, "x")).isGreaterThan(20);
  }
}
