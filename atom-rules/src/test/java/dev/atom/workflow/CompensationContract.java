package dev.atom.workflow;

import static dev.atom.workflow.KilledHostContract.undoable;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.json.Json;
import dev.atom.rules.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever step fails, and wherever the host dies then, what was done is undone once, the last first.
 */
public abstract class CompensationContract extends RunWalks {
  private static final Workflow INNER =
      Workflow.newBuilder("inner").steps(step("x"), step("y")).build();

  /** A workflow, and the orders in which its effects happen: each list one after the other. */
  record Case(String name, Workflow workflow, List<List<String>> orders) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Step step(String id) {
    return undoable(id, "keyed", OnError.COMPENSATE);
  }

  private static Step sub() {
    return new Step.SubWorkflow("sub", "inner", 1, Json.Obj.EMPTY, OnError.COMPENSATE);
  }

  static Stream<Arguments> cases() {
    return Stream.concat(plain(), nested()).map(Arguments::of);
  }

  private static Stream<Case> plain() {
    return Stream.of(
        new Case(
            "sequence of all classes",
            of(
                step("a"),
                undoable("b", "checkable", OnError.COMPENSATE),
                undoable("c", "blind", OnError.COMPENSATE),
                step("d")),
            List.of(List.of("a", "b", "c", "d"))),
        new Case(
            "branch",
            of(
                step("a"),
                new Step.Branch(
                    "if",
                    List.of(
                        new Step.Case(
                            Condition.field("steps.a.did").eq("b"), List.of(step("never"))),
                        new Step.Case(
                            Condition.field("steps.a.did").eq("a"), List.of(step("b"), step("c")))),
                    List.of(step("other"))),
                step("d")),
            List.of(List.of("a", "b", "c", "d"))),
        new Case(
            "parallel",
            of(
                step("a"),
                new Step.Parallel(
                    "both",
                    Map.of(
                        "left", List.of(step("b"), step("c")),
                        "right", List.of(step("d"), step("e"))),
                    false),
                step("f")),
            List.of(List.of("a", "b", "c", "f"), List.of("a", "d", "e", "f"))));
  }

  private static Stream<Case> nested() {
    Step loop =
        new Step.ForEach(
            "each",
            Json.parse("[\"p\", \"q\", \"r\"]"),
            3,
            2,
            List.of(
                Step.call(
                    "e",
                    "keyed",
                    Json.object().put("what", "e-${item}").build(),
                    CallOptions.DEFAULT
                        .onError(OnError.COMPENSATE)
                        .compensate("undo", Json.object().put("what", "${steps.e.did}").build()))));
    return Stream.of(
        new Case(
            "parallel, fail fast",
            of(
                step("a"),
                new Step.Parallel(
                    "both",
                    Map.of("left", List.of(step("b"), step("c")), "right", List.of(step("d"))),
                    true),
                step("f")),
            List.of(List.of("a", "b", "c", "f"), List.of("a", "d", "f"))),
        new Case(
            "for-each",
            of(step("a"), loop, step("z")),
            List.of(List.of("a", "e-p", "z"), List.of("a", "e-q", "z"), List.of("a", "e-r", "z"))),
        new Case(
            "sub-workflow", of(step("a"), sub(), step("b")), List.of(List.of("a", "x", "y", "b"))),
        new Case(
            "sub-workflow beside a step",
            of(
                new Step.Parallel(
                    "both", Map.of("left", List.of(sub()), "right", List.of(step("d"))), true),
                step("b")),
            List.of(List.of("x", "y", "b"), List.of("d", "b"))));
  }

  private static Workflow of(Step... steps) {
    return Workflow.newBuilder("outer").steps(steps).build();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everythingIsUndoneOnceWhateverFailsAndWhereverTheHostDies(Case one) {
    List<String> names = one.orders().stream().flatMap(List::stream).distinct().toList();
    for (int i = 0; i < names.size(); i += Math.min(stride(), 4)) { // not all if points aren't
      String failing = names.get(i);
      everyPoint(
          (world, point) -> {
            world.failing.add(failing);
            World.Host first = world.host();
            first.workflows().publish(World.TENANT, INNER, "test");
            RunId run = first.workflows().start(World.TENANT, one.workflow(), Json.Obj.EMPTY, "k");
            Life life = Life.until(point);
            Run end = world.finish(run, life);
            String when = failing + " fails, killed at " + point + "\n" + end.history();
            assertThat(end.state()).as(when).isInstanceOf(Run.Failed.class);
            assertThat(((Run.Failed) end.state()).compensated()).as(when).isTrue();
            check(world.happened, one, failing, when);
            return life;
          });
    }
  }

  private static void check(List<String> happened, Case one, String failing, String when) {
    List<String> done = happened.stream().filter(h -> !h.startsWith("undo ")).toList();
    List<String> undone =
        happened.stream().filter(h -> h.startsWith("undo ")).map(h -> h.substring(5)).toList();
    assertThat(done).as(when).doesNotHaveDuplicates().doesNotContain(failing);
    assertThat(undone).as(when).containsExactlyInAnyOrderElementsOf(done);
    for (List<String> order : one.orders()) {
      List<String> expected = new ArrayList<>(order);
      int fails = order.indexOf(failing);
      if (fails >= 0) {
        assertThat(done).as(when).doesNotContainAnyElementsOf(order.subList(fails, order.size()));
        if (one.orders().size() == 1) {
          assertThat(done).as(when).isEqualTo(order.subList(0, fails));
        }
      }
      expected.retainAll(done);
      List<String> seen = new ArrayList<>(undone);
      seen.retainAll(expected);
      assertThat(seen).as(when).isEqualTo(expected.reversed());
    }
  }

  @Test
  void cancellingUndoesWhatWasDoneWhereverTheHostDies() {
    Workflow workflow =
        of(
            step("a"),
            sub(),
            undoable("b", "blind", OnError.STOP),
            new Step.Wait("long", new WaitTime.For(Json.of("P30D"))),
            step("never"));
    int points =
        everyPoint(
            (world, point) -> {
              World.Host first = world.host();
              first.workflows().publish(World.TENANT, INNER, "test");
              RunId run = first.workflows().start(World.TENANT, workflow, Json.Obj.EMPTY, "k");
              Life life = Life.until(point);
              try {
                world.host(life).jobs().runDue();
                world.host(life).jobs().runDue();
              } catch (HostDied e) {
                // The other host goes on.
              }
              first.workflows().cancel(run, true, "a person");
              Run end = world.finish(run, Life.eternal());
              String when = point + " " + world.happened + " " + end.history();
              assertThat(end.state()).as(when).isEqualTo(new Run.Cancelled(true));
              undoneInReverse(world, when);
              return life;
            });
    assertThat(points).isGreaterThan(15);
  }

  static void undoneInReverse(World world, String when) {
    List<String> done = world.happened.stream().filter(h -> !h.startsWith("undo ")).toList();
    List<String> undone = world.happened.stream().filter(h -> h.startsWith("undo ")).toList();
    assertThat(undone).as(when).isEqualTo(done.reversed().stream().map(d -> "undo " + d).toList());
  }
}
