package dev.atom.workflow;

import static dev.atom.workflow.KilledHostContract.call;
import static dev.atom.workflow.KilledHostContract.undoable;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.approval.Approval;
import dev.atom.approval.Approvals;
import dev.atom.approval.Decision;
import dev.atom.json.Json;
import dev.atom.rules.Condition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs that go back to an earlier step, because somebody has them retried from there or a reviewer
 * asks for another proposal: wherever the host dies then, everything is undone and done anew once.
 */
public abstract class GoingBackContract extends RunWalks {
  /** A run that ends, from where it is retried, and what happens then, each in its own order. */
  record Case(String name, Workflow workflow, String failing, String from, List<String> happens) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static final Workflow INNER =
      Workflow.newBuilder("inner").steps(step("x"), step("y")).build();

  private static Step step(String id) {
    return undoable(id, "keyed", OnError.STOP);
  }

  private static Workflow of(Step... steps) {
    return Workflow.newBuilder("outer").steps(steps).build();
  }

  static Stream<Case> cases() {
    Workflow sequence =
        of(step("a"), undoable("b", "checkable", OnError.STOP), step("c"), step("d"));
    return Stream.concat(
        Stream.of(
            new Case("before the failure", sequence, "d", "b", List.of("c", "b", "b", "c", "d")),
            new Case("the failed step", sequence, "d", "d", List.of("d")),
            new Case("a completed run", sequence, "", "c", List.of("d", "c", "c", "d")),
            new Case("all of it", sequence, "c", "a", List.of("b", "a", "a", "b", "c", "d"))),
        nested());
  }

  private static Stream<Case> nested() {
    Step loop =
        new Step.ForEach("each", Json.parse("[\"p\", \"q\"]"), 2, 1, List.of(item("e"), item("f")));
    Step branch =
        new Step.Branch(
            "if",
            List.of(
                new Step.Case(
                    Condition.field("steps.a.did").eq("a"), List.of(step("b"), step("c")))),
            List.of());
    Step both =
        new Step.Parallel(
            "both",
            Map.of("left", List.of(step("b"), step("c")), "right", List.of(step("r"))),
            false);
    Step sub = new Step.SubWorkflow("sub", "inner", 1, Json.Obj.EMPTY, OnError.STOP);
    return Stream.of(
        new Case(
            "an iteration",
            of(step("a"), loop, step("z")),
            "z",
            "f[0]",
            List.of("f-p", "f-p", "z")),
        new Case(
            "a whole loop",
            of(step("a"), loop, step("z")),
            "",
            "each",
            List.of("z", "f-q", "e-q", "f-p", "e-p", "e-p", "f-p", "e-q", "f-q", "z")),
        new Case(
            "within a branch", of(step("a"), branch, step("z")), "z", "c", List.of("c", "c", "z")),
        new Case(
            "beside a branch",
            of(step("a"), both, step("z")),
            "",
            "c",
            List.of("z", "c", "c", "z")),
        new Case(
            "another run",
            of(step("a"), sub, step("z")),
            "z",
            "sub",
            List.of("y", "x", "x", "y", "z")));
  }

  private static Step item(String name) {
    return Step.call(
        name,
        "keyed",
        Json.object().put("what", name + "-${item}").build(),
        CallOptions.DEFAULT.compensate(
            "undo", Json.object().put("what", "${steps." + name + ".did}").build()));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void whatCameAfterIsUndoneAndDoneAnewWhereverTheHostDies(Case one) {
    int points =
        everyPoint(
            (world, point) -> {
              RunId run = ended(world, one);
              List<String> before = List.copyOf(world.happened);
              World.Host person = world.host();
              person
                  .workflows()
                  .retryFrom(run, one.from(), Undoing.COMPLETE, "ann", "the account was wrong");
              Life life = Life.until(point);
              Run end = world.finish(run, life);
              String when = "killed at " + point + "\n" + end.history();
              assertThat(end.state()).as(when).isInstanceOf(Run.Completed.class);
              List<String> since =
                  world.happened.subList(before.size(), world.happened.size()).stream()
                      .map(happened -> happened.replace("undo ", ""))
                      .toList();
              assertThat(since).as(when).isEqualTo(one.happens());
              assertThat(end.goneBack())
                  .as(when)
                  .singleElement()
                  .satisfies(
                      back -> {
                        assertThat(back.to()).isEqualTo(one.from());
                        assertThat(back.actor()).isEqualTo("ann");
                        assertThat(back.reason()).isEqualTo("the account was wrong");
                      });
              assertThat(end.history()).contains("back to " + one.from() + " by ann");
              return life;
            });
    assertThat(points).isGreaterThan(3);
  }

  private static RunId ended(World world, Case one) {
    World.Host host = world.host();
    host.workflows().publish(World.TENANT, INNER, "test");
    if (!one.failing().isEmpty()) {
      world.failing.add(one.failing());
    }
    RunId run = host.workflows().start(World.TENANT, one.workflow(), Json.Obj.EMPTY, "k");
    Run end = world.drive(host, run);
    assertThat(end.state())
        .isInstanceOf(one.failing().isEmpty() ? Run.Completed.class : Run.Failed.class);
    world.failing.clear();
    return run;
  }

  @Test
  void aCancellationAtAnyPointOnTheWayBackUndoesWhatIsLeft() {
    Case one = cases().findFirst().orElseThrow();
    int points =
        everyPoint(
            (world, point) -> {
              RunId run = ended(world, one);
              World.Host person = world.host();
              person.workflows().retryFrom(run, one.from(), Undoing.COMPLETE, "ann", "why");
              Life life = Life.with(point, () -> person.workflows().cancel(run, true, "ann"));
              Run end = world.drive(world.host(life), run);
              String when = "cancelled at " + point + world.happened + "\n" + end.history();
              long done = world.happened.stream().filter(h -> !h.startsWith("undo ")).count();
              long undone = world.happened.size() - done;
              if (end.state() instanceof Run.Completed) {
                assertThat(done - undone).as(when).isEqualTo(4);
              } else {
                assertThat(end.state()).as(when).isEqualTo(new Run.Cancelled(true));
                assertThat(undone).as(when).isEqualTo(done);
              }
              return life;
            });
    assertThat(points).isGreaterThan(10);
  }

  /** A draft, what is made of it, and a word of somebody who may send it back twice. */
  static final Workflow DRAFTING =
      Workflow.parse(
          """
          {"name": "drafting", "steps": [
            {"id": "before", "call": "keyed", "with": {"what": "before"}},
            {"id": "draft", "call": "keyed",
             "with": {"what": "draft ${revisions.ok.feedback}"}},
            {"id": "book", "call": "keyed", "with": {"what": "book"},
             "compensate": {"call": "undo", "with": {"what": "book"}}},
            {"id": "ok", "approve": {"text": {"ref": "steps.draft.did"}},
             "deciders": {"persons": ["lead"]}, "reviseFrom": "draft", "revisions": 2},
            {"id": "send", "call": "keyed", "with": {"what": "send ${steps.ok.value.text}"}},
            {"id": "end", "return": {"ref": "steps.ok.round"}}]}
          """
              .replace(
                  "\"draft ${revisions.ok.feedback}\"",
                  "{\"logic\": {\"cat\": [\"draft \", {\"var\": [\"revisions.ok.feedback\", 1]}]}}"));

  static Approvals approvals(World world, World.Host host) {
    return Approvals.newBuilder(world.store, world.clock)
        .handler(host.workflows().approvalHandler())
        .build();
  }

  @Test
  void aRevisionLeadsBackAndIsAskedAnewWhereverTheHostDies() {
    int points =
        everyPoint(
            (world, point) -> {
              World.Host person = world.host();
              Approvals approvals = approvals(world, person);
              RunId run = person.workflows().start(World.TENANT, DRAFTING, Json.Obj.EMPTY, "k");
              Life life = Life.until(point);
              World.Host mortal = world.host(life);
              for (int round = 0; round < 40; round++) {
                try {
                  (life.dead() ? person : mortal).jobs().runDue();
                } catch (HostDied e) {
                  world.clock.advance(Duration.ofMinutes(1));
                }
                review(approvals, run);
              }
              Run end = person.workflows().run(run).orElseThrow();
              String when = "killed at " + point + world.happened + "\n" + end.history();
              assertThat(end.state()).as(when).isEqualTo(new Run.Completed(Json.of(3)));
              assertThat(world.happened)
                  .as(when)
                  .containsExactly(
                      "before",
                      "draft 1",
                      "book",
                      "undo book",
                      "draft shorter",
                      "book",
                      "undo book",
                      "draft kinder",
                      "book",
                      "send draft kinder");
              return life;
            });
    assertThat(points).isGreaterThan(30);
  }

  /** Sends it back twice, then approves. */
  private static void review(Approvals approvals, RunId run) {
    List<String> feedback = List.of("shorter", "kinder");
    for (String id : List.of("ok", "ok#2", "ok#3")) {
      Approval asked = approvals.find(run.subject(), id).orElse(null);
      if (asked != null && asked.pending()) {
        int round = asked.request().round();
        approvals.decide(
            run.subject(),
            id,
            round == 3
                ? Decision.approve("lead", asked.hash())
                : Decision.revise("lead", asked.hash(), feedback.get(round - 1)));
      }
    }
  }

  @Test
  void expressionsAreWorkedOutOnceWhereverTheHostDies() {
    Workflow workflow =
        Workflow.parse(
            """
            {"name": "sums", "steps": [
              {"id": "n", "set": {"n": {"logic": {"+": [1, 2]}}}},
              {"id": "a", "call": "keyed", "with": {"what": {"logic": {"cat": ["a", {"var": "vars.n"}]}}},
               "compensate": {"call": "undo", "with": {"what": {"logic": {"var": "steps.a.did"}}}}},
              {"id": "b", "call": "blind", "with": {"what": {"logic": {"substr": ["bxx", 0, 1]}}}},
              {"id": "each", "forEach": {"logic": {"map": [[1, 2], {"*": [{"var": ""}, 10]}]}}, "max": 3,
               "steps": [{"id": "e", "call": "checkable",
                          "with": {"what": {"logic": {"cat": ["e", {"var": "item"}]}}}}]},
              {"id": "if", "branch": [
                {"when": {"logic": {">": [{"var": "vars.n"}, 2]}},
                 "steps": [{"id": "c", "call": "keyed", "with": {"what": "c"}}]}]},
              {"id": "end", "return": {"logic": {"var": "steps.each.1.did"}}}]}
            """);
    int points =
        everyPoint(
            (world, point) -> {
              RunId run =
                  world.host().workflows().start(World.TENANT, workflow, Json.Obj.EMPTY, "k");
              Life life = Life.until(point);
              Run end = world.finish(run, life);
              String when = "killed at " + point + world.happened + "\n" + end.history();
              assertThat(end.state()).as(when).isEqualTo(new Run.Completed(Json.of("e20")));
              assertThat(world.happened).as(when).containsExactly("a3", "b", "e10", "e20", "c");
              return life;
            });
    assertThat(points).isGreaterThan(20);
  }

  @Test
  void aStepBesideTheOthersIsNotDoneAnew() {
    try (World world = new World(this::open)) {
      Workflow workflow =
          of(
              new Step.Parallel(
                  "both",
                  Map.of("left", List.of(step("b")), "right", List.of(call("r", "blind"))),
                  false));
      World.Host host = world.host();
      RunId run = host.workflows().start(World.TENANT, workflow, Json.Obj.EMPTY, "k");
      world.drive(host, run);
      host.workflows().retryFrom(run, "b", Undoing.COMPLETE, "ann", "why");
      assertThat(world.drive(host, run).state()).isInstanceOf(Run.Completed.class);
      assertThat(world.happened).containsExactlyInAnyOrder("b", "r", "undo b", "b");
    }
  }
}
