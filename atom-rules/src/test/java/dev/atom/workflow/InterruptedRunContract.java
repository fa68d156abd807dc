package dev.atom.workflow;

import static dev.atom.workflow.KilledHostContract.call;
import static dev.atom.workflow.KilledHostContract.undoable;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Somebody pauses, cancels or signals a run at every point of it, in a loop and in branches that wait;
 * and a host dies at every point while somebody does.
 */
public abstract class InterruptedRunContract extends RunWalks {
  private static final List<String> EFFECTS =
      List.of("a", "l-0", "l-1", "l-2", "b", "c", "m-0", "m-1", "z");

  /** Waits at the top, in a loop and in both branches, once for a signal that never comes. */
  private static Workflow waiting(OnError policy) {
    Step pause = new Step.Wait("w", new WaitTime.For(Json.of("PT1H")));
    Step inLoop = new Step.Wait("wl", new WaitTime.For(Json.of("PT5M")));
    Step never = new Step.WaitFor("never", "never", Json.of("o-1"), Optional.of(Json.of("PT30M")));
    return Workflow.newBuilder("waiting")
        .steps(
            undoable("a", "keyed", policy),
            new Step.ForEach(
                "each", Json.parse("[1, 2, 3]"), 3, 2, List.of(item("l", policy), inLoop)),
            new Step.Parallel(
                "both",
                Map.of(
                    "left", List.of(undoable("b", "keyed", policy), never),
                    "right",
                        List.of(
                            pause,
                            undoable("c", "checkable", policy),
                            new Step.ForEach(
                                "in", Json.parse("[1, 2]"), 2, 1, List.of(item("m", policy))))),
                false),
            undoable("z", "keyed", policy),
            new Step.Return("end", Step.ref("steps.never.received")))
        .build();
  }

  private static Step item(String name, OnError policy) {
    return Step.call(
        name,
        "keyed",
        Json.object().put("what", name + "-${index}").build(),
        CallOptions.DEFAULT
            .onError(policy)
            .compensate("undo", Json.object().put("what", "${steps." + name + ".did}").build()));
  }

  private static RunId start(World world, Workflow workflow) {
    return world.host().workflows().start(World.TENANT, workflow, Json.Obj.EMPTY, "k");
  }

  @Test
  void aPauseAtAnyPointLosesAndDoublesNothing() {
    int points =
        everyPoint(
            (world, point) -> {
              World.Host person = world.host();
              RunId run = start(world, waiting(OnError.STOP));
              Life life = Life.with(point, () -> person.workflows().pause(run, "a person"));
              Run now = world.drive(world.host(life), run);
              if (life.reached() && !(now.state() instanceof Run.Completed)) {
                assertThat(now.state()).as("paused at %d", point).isEqualTo(new Run.Paused());
                List<String> before = List.copyOf(world.happened);
                world.clock.advance(Duration.ofHours(2));
                world.drive(person, run);
                assertThat(world.happened).as("paused at %d", point).isEqualTo(before);
                person.workflows().resume(run, "a person");
              }
              completed(world, world.drive(person, run), "paused at " + point);
              return life;
            });
    assertThat(points).isGreaterThan(30);
  }

  private static void completed(World world, Run end, String when) {
    assertThat(end.state())
        .as(when + "\n" + end.history())
        .isEqualTo(new Run.Completed(Json.of(false)));
    assertThat(world.happened).as(when).containsExactlyInAnyOrderElementsOf(EFFECTS);
  }

  @Test
  void aHostThatDiesAroundAPauseOrAResumeLosesAndDoublesNothing() {
    int points =
        everyPoint(
            (world, point) -> {
              World.Host person = world.host();
              RunId run = start(world, waiting(OnError.STOP));
              person.jobs().runDue();
              person.workflows().pause(run, "a person");
              Life life = Life.until(point);
              World.Host mortal = world.host(life);
              world.clock.advance(Duration.ofHours(2));
              Run now = world.drive(mortal, run);
              assertThat(now.state()).as("killed at %d", point).isEqualTo(new Run.Paused());
              person.workflows().resume(run, "a person");
              completed(world, world.finish(run, life), "killed at " + point);
              return life;
            });
    assertThat(points).isGreaterThan(20);
  }

  @Test
  void aCancellationAtAnyPointUndoesWhatWasDone() {
    int points =
        everyPoint(
            (world, point) -> {
              World.Host person = world.host();
              RunId run = start(world, waiting(OnError.COMPENSATE));
              Life life = Life.with(point, () -> person.workflows().cancel(run, true, "a person"));
              Run end = world.drive(world.host(life), run);
              if (end.state() instanceof Run.Completed) {
                completed(world, end, "cancelled at " + point);
              } else {
                cancelled(world, end, "cancelled at " + point);
              }
              return life;
            });
    assertThat(points).isGreaterThan(30);
  }

  private static void cancelled(World world, Run end, String when) {
    assertThat(end.state()).as(when + "\n" + end.history()).isEqualTo(new Run.Cancelled(true));
    List<String> done = world.happened.stream().filter(h -> !h.startsWith("undo ")).toList();
    List<String> undone =
        world.happened.stream()
            .filter(h -> h.startsWith("undo "))
            .map(h -> h.substring(5))
            .toList();
    assertThat(done).as(when).doesNotHaveDuplicates();
    assertThat(undone).as(when + end.history()).containsExactlyInAnyOrderElementsOf(done);
  }

  @Test
  void aHostThatDiesWhileARunIsCancelledUndoesEverythingOnce() {
    int points =
        everyPoint(
            (world, point) -> {
              World.Host person = world.host();
              RunId run = start(world, waiting(OnError.COMPENSATE));
              person.jobs().runDue(); // it waits in the loop
              world.clock.advance(Duration.ofMinutes(10));
              person.jobs().runDue(); // and then in both branches
              person.workflows().cancel(run, true, "a person");
              Life life = Life.until(point);
              cancelled(world, world.finish(run, life), "killed at " + point);
              return life;
            });
    assertThat(points).isGreaterThan(8);
  }

  /** Two wait for the same, one in a loop of one; whoever has not heard of it gives up in time. */
  private static final Workflow LISTENING =
      Workflow.newBuilder("listening")
          .steps(
              call("a", "keyed"),
              new Step.Parallel(
                  "both",
                  Map.of(
                      "left", List.of(listen("x"), call("b", "keyed")),
                      "right",
                          List.of(
                              new Step.Wait("w", new WaitTime.For(Json.of("PT15M"))),
                              new Step.ForEach(
                                  "each", Json.parse("[1]"), 1, 1, List.of(listen("y"))))),
                  false),
              call("c", "keyed"),
              new Step.Return(
                  "end",
                  Json.parse("[{\"ref\": \"steps.x.received\"}, {\"ref\": \"steps.each.0\"}]")))
          .build();

  private static Step listen(String id) {
    return new Step.WaitFor(id, "paid", Json.of("o-1"), Optional.of(Json.of("PT1H")));
  }

  @Test
  void aSignalAtAnyPointIsHeardByWhoeverWaitsThenAndByNobodyElse() {
    int points =
        everyPoint(
            (world, point) -> {
              World.Host person = world.host();
              RunId run = start(world, LISTENING);
              AtomicInteger heard = new AtomicInteger();
              Json news = Json.of("news");
              Life life =
                  Life.with(
                      point,
                      () ->
                          heard.addAndGet(
                              person.workflows().signal(World.TENANT, "paid", "o-1", news)));
              heardOrGivenUp(world, world.drive(world.host(life), run), heard.get(), point);
              return life;
            });
    assertThat(points).isGreaterThan(15);
  }

  /** One signal to one run: it has heard of it if any of its steps has received it. */
  private static void heardOrGivenUp(World world, Run end, int heard, int point) {
    String when = "at " + point + "\n" + end.history();
    assertThat(end.state()).as(when).isInstanceOf(Run.Completed.class);
    assertThat(world.happened).as(when).containsExactlyInAnyOrder("a", "b", "c");
    long received =
        end.steps().stream()
            .filter(step -> step.step().startsWith("x") || step.step().startsWith("y"))
            .filter(step -> step.result().orElseThrow().toString().contains("news"))
            .count();
    assertThat(Math.min(received, 1)).as(when).isEqualTo(heard);
  }

  @Test
  void aSignalBeforeAnybodyWaitsIsNotKeptAndIsHeardWhenItComesAgainWhereverTheHostDies() {
    int points =
        everyPoint(
            (world, point) -> {
              World.Host person = world.host();
              RunId run = start(world, LISTENING);
              Json news = Json.of("news");
              assertThat(person.workflows().signal(World.TENANT, "paid", "o-1", news)).isZero();
              Life life = Life.until(point);
              World.Host mortal = world.host(life);
              int heard = 0;
              for (int i = 0; i < 6 && heard == 0; i++) {
                try {
                  (life.dead() ? person : mortal).jobs().runDue();
                } catch (HostDied e) {
                  world.clock.advance(Duration.ofMinutes(1));
                }
                heard = person.workflows().signal(World.TENANT, "paid", "o-1", news);
              }
              assertThat(heard).as("killed at %d", point).isEqualTo(1);
              heardOrGivenUp(world, world.finish(run, life), heard, point);
              return life;
            });
    assertThat(points).isGreaterThan(15);
  }
}
