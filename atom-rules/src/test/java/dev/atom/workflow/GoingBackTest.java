package dev.atom.workflow;

import static dev.atom.workflow.KilledHostContract.call;
import static dev.atom.workflow.KilledHostContract.undoable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.approval.Answer;
import dev.atom.approval.Approval;
import dev.atom.approval.ApprovalStatus;
import dev.atom.approval.Approvals;
import dev.atom.approval.Decision;
import dev.atom.approval.Refusal;
import dev.atom.json.Json;
import dev.atom.mock.VirtualClock;
import dev.atom.store.MemoryStore;
import dev.atom.store.Store;
import dev.atom.workflow.RunRefused.Reason;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GoingBackTest extends GoingBackContract {
  @Override
  protected Store open(VirtualClock clock) {
    return MemoryStore.create(clock);
  }

  private World world;
  private World.Host host;

  @BeforeEach
  void begin() {
    world = new World();
    host = world.host();
  }

  private RunId start(Step... steps) {
    return host.workflows()
        .start(
            World.TENANT,
            Workflow.newBuilder("w").steps(steps).build(),
            Json.Obj.EMPTY,
            "k" + world.clock.instant());
  }

  private static void refused(Reason reason, ThrowingCallable what) {
    assertThatThrownBy(what)
        .isInstanceOfSatisfying(RunRefused.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  @Test
  void whatCannotBeUndoneIsNamedAndHappensOnceMoreOnlyIfThatIsAccepted() {
    RunId run =
        start(
            call("r", "read"),
            call("b", "blind"),
            undoable("c", "keyed", OnError.STOP),
            call("k", "keyed"));
    world.drive(host, run);
    assertThatThrownBy(() -> host.workflows().retryFrom(run, "r", Undoing.COMPLETE, "ann", "why"))
        .isInstanceOfSatisfying(
            RunRefused.class,
            e -> {
              assertThat(e.reason()).isEqualTo(Reason.CANT_BE_UNDONE);
              assertThat(e.steps()).containsExactly("b", "k");
            });
    assertThat(world.happened).containsExactly("b", "c", "k");
    assertThat(host.workflows().run(run).orElseThrow().goneBack()).isEmpty();
    host.workflows().retryFrom(run, "r", Undoing.AS_FAR_AS_POSSIBLE, "ann", "send it again");
    Run end = world.drive(host, run);
    assertThat(end.state()).isInstanceOf(Run.Completed.class);
    assertThat(world.happened).containsExactly("b", "c", "k", "undo c", "b", "c", "k");
    assertThat(end.goneBack().getFirst().stays()).containsExactly("b", "k");
    assertThat(end.history()).contains("by ann", "send it again; not undone: b, k");
  }

  @Test
  void whatARunWithinItCannotUndoIsNamedToo() {
    Workflow inner =
        Workflow.newBuilder("inner")
            .steps(undoable("x", "keyed", OnError.STOP), call("y", "keyed"))
            .build();
    host.workflows().publish(World.TENANT, inner, "test");
    RunId run = start(new Step.SubWorkflow("sub", "inner", 1, Json.Obj.EMPTY, OnError.STOP));
    world.drive(host, run);
    assertThatThrownBy(() -> host.workflows().retryFrom(run, "sub", Undoing.COMPLETE, "ann", "why"))
        .isInstanceOfSatisfying(
            RunRefused.class, e -> assertThat(e.steps()).containsExactly("sub/y"));
    RunId child =
        host.workflows().runs(World.TENANT, "", 10).stream()
            .filter(id -> !id.equals(run))
            .findFirst()
            .orElseThrow();
    refused(
        Reason.WRONG_STATE,
        () -> host.workflows().retryFrom(child, "y", Undoing.AS_FAR_AS_POSSIBLE, "ann", "why"));
  }

  @Test
  void aBlindStepOfWhichNobodyKnowsIsNamed() {
    Step lost =
        new Step.Parallel(
            "both",
            Map.of("left", List.of(call("b", "blind")), "right", List.of(call("c", "keyed"))),
            true);
    RunId run = start(call("a", "read"), lost);
    world.failing.add("c");
    Life life = Life.until(3); // while the blind one or the failing one is called
    world.drive(world.host(life), run);
    Run now = world.drive(host, run);
    if (now.state() instanceof Run.Undecided) {
      host.workflows().cancel(run, false, "ann");
      now = world.drive(host, run);
    }
    boolean known = now.steps().stream().noneMatch(s -> s.outcome().equals("unknown"));
    Run ended = now;
    if (!known) {
      assertThatThrownBy(() -> host.workflows().retryFrom(run, "a", Undoing.COMPLETE, "ann", "why"))
          .as(ended.history())
          .isInstanceOfSatisfying(
              RunRefused.class, e -> assertThat(e.steps()).containsExactly("b"));
    }
    assertThat(world.happened.stream().filter("b"::equals).count()).isLessThanOrEqualTo(1);
  }

  @Test
  void aRunThatMovesIsUndoneOrHasNoSuchStepDoesNotGoBack() {
    Step wait = new Step.Wait("w", new WaitTime.For(Json.of("PT1H")));
    RunId run = start(undoable("a", "keyed", OnError.STOP), wait);
    host.jobs().runDue();
    refused(
        Reason.WRONG_STATE,
        () -> host.workflows().retryFrom(run, "a", Undoing.COMPLETE, "ann", "why"));
    host.workflows().pause(run, "ann");
    refused(
        Reason.WRONG_STATE,
        () -> host.workflows().retryFrom(run, "a", Undoing.COMPLETE, "ann", "why"));
    host.workflows().resume(run, "ann");
    host.workflows().cancel(run, true, "ann");
    world.drive(host, run);
    refused(
        Reason.WRONG_STATE,
        () -> host.workflows().retryFrom(run, "a", Undoing.COMPLETE, "ann", "why"));
    world.clock.advance(java.time.Duration.ofMinutes(1));
    RunId done = start(undoable("a", "keyed", OnError.STOP));
    world.drive(host, done);
    for (String step : List.of("z", "a[0]", "a[", "", "undo:a")) {
      refused(
          Reason.NO_SUCH_STEP,
          () -> host.workflows().retryFrom(done, step, Undoing.COMPLETE, "ann", "why"));
    }
    assertThatThrownBy(() -> host.workflows().retryFrom(done, "a", Undoing.COMPLETE, " ", "why"))
        .isInstanceOf(IllegalArgumentException.class);
    World.Host strict =
        world.host(Life.eternal(), b -> b.mayGoBack((id, actor) -> actor.equals("boss")));
    refused(
        Reason.NOT_ALLOWED,
        () -> strict.workflows().retryFrom(done, "a", Undoing.COMPLETE, "ann", "why"));
    strict.workflows().retryFrom(done, "a", Undoing.COMPLETE, "boss", "why");
    refused(
        Reason.WRONG_STATE,
        () -> strict.workflows().retryFrom(done, "a", Undoing.COMPLETE, "boss", "again"));
  }

  @Test
  void aCancelledRunGoesBackAndWaitsAgain() {
    Step wait = new Step.Wait("w", new WaitTime.For(Json.of("PT1H")));
    RunId run = start(undoable("a", "keyed", OnError.STOP), wait, call("b", "keyed"));
    host.jobs().runDue();
    host.workflows().cancel(run, false, "ann");
    assertThat(world.drive(host, run).state()).isEqualTo(new Run.Cancelled(false));
    host.workflows().retryFrom(run, "w", Undoing.COMPLETE, "ann", "not yet after all");
    assertThat(world.drive(host, run).state()).isInstanceOf(Run.Completed.class);
    assertThat(world.happened).containsExactly("a", "b");
  }

  @Test
  void whatCannotBeUndoneOnTheWayBackWaitsForAPersonAndIsRetried() {
    RunId run = start(undoable("a", "keyed", OnError.STOP), call("b", "read"));
    world.drive(host, run);
    world.failing.add("a");
    host.workflows().retryFrom(run, "a", Undoing.COMPLETE, "ann", "why");
    Run stuck = world.drive(host, run);
    assertThat(stuck.state()).isInstanceOf(Run.CompensationFailed.class);
    world.failing.clear();
    host.workflows().retry(run, "ann");
    assertThat(world.drive(host, run).state()).isInstanceOf(Run.Completed.class);
    assertThat(world.happened).containsExactly("a", "undo a", "a");
  }

  @Test
  void aKeyOfItsOwnIsAnotherOneForWhatIsDoneAnew() {
    Step own =
        Step.call(
            "a",
            "keyed",
            World.what("a"),
            CallOptions.DEFAULT.key("order-1").compensate("undo", World.what("a")));
    RunId run = start(own);
    world.drive(host, run);
    host.workflows().retryFrom(run, "a", Undoing.COMPLETE, "ann", "one");
    world.drive(host, run);
    host.workflows().retryFrom(run, "a", Undoing.COMPLETE, "ann", "two");
    assertThat(world.drive(host, run).state()).isInstanceOf(Run.Completed.class);
    assertThat(world.happened).containsExactly("a", "undo a", "a", "undo a", "a");
  }

  @Test
  void whatWasSentBackIsDeadAtOnceAndLinkedAndTheRoundsAreBounded() {
    Approvals approvals = approvals(world, host);
    RunId run = host.workflows().start(World.TENANT, DRAFTING, Json.Obj.EMPTY, "d");
    host.jobs().runDue();
    Approval first = approvals.find(run.subject(), "ok").orElseThrow();
    approvals.decide(run.subject(), "ok", Decision.revise("lead", first.hash(), "shorter"));
    assertThat(approvals.decide(run.subject(), "ok", Decision.approve("lead", first.hash())))
        .isInstanceOfSatisfying(
            Answer.Stood.class,
            stood ->
                assertThat(stood.approval().status())
                    .isInstanceOf(ApprovalStatus.RevisionAsked.class));
    drive(3);
    Approval second = approvals.find(run.subject(), "ok#2").orElseThrow();
    assertThat(second.request().revisionOf()).contains("ok");
    assertThat(second.request().round()).isEqualTo(2);
    assertThat(second.request().deciders()).isEqualTo(first.request().deciders());
    assertThat(second.request().proposal().value())
        .isEqualTo(Json.parse("{\"text\": \"draft shorter\"}"));
    approvals.decide(run.subject(), "ok#2", Decision.revise("lead", second.hash(), "kinder"));
    drive(3);
    Approval third = approvals.find(run.subject(), "ok#3").orElseThrow();
    assertThat(approvals.decide(run.subject(), "ok#3", Decision.revise("lead", third.hash(), "no")))
        .isInstanceOfSatisfying(
            Answer.Refused.class,
            refused ->
                assertThat(refused.refusal().reason()).isEqualTo(Refusal.Reason.NO_MORE_REVISIONS));
    assertThat(host.workflows().run(run).orElseThrow().state())
        .isEqualTo(new Run.Waiting(List.of("ok")));
    approvals.decide(run.subject(), "ok#3", Decision.approve("lead", third.hash()));
    drive(2);
    Run end = host.workflows().run(run).orElseThrow();
    assertThat(end.state()).isEqualTo(new Run.Completed(Json.of(3)));
    assertThat(end.goneBack())
        .extracting(Run.GoneBack::reason)
        .containsExactly("shorter", "kinder");
  }

  private void drive(int looks) {
    for (int i = 0; i < looks; i++) {
      host.jobs().runDue();
    }
  }

  @Test
  void aRunThatGoesBackBeforeAnApprovalAsksForANewOneFromTheFirstRound() {
    Approvals approvals = approvals(world, host);
    RunId run = host.workflows().start(World.TENANT, DRAFTING, Json.Obj.EMPTY, "d");
    host.jobs().runDue();
    Approval first = approvals.find(run.subject(), "ok").orElseThrow();
    approvals.decide(run.subject(), "ok", Decision.revise("lead", first.hash(), "shorter"));
    drive(3);
    Approval second = approvals.find(run.subject(), "ok#2").orElseThrow();
    host.workflows().cancel(run, false, "ann");
    drive(2);
    assertThat(approvals.find(run.subject(), "ok#2").orElseThrow().status())
        .isInstanceOf(ApprovalStatus.Withdrawn.class);
    assertThat(second.pending()).isTrue();
    host.workflows().retryFrom(run, "draft", Undoing.AS_FAR_AS_POSSIBLE, "ann", "from scratch");
    drive(4);
    Run now = host.workflows().run(run).orElseThrow();
    assertThat(now.state()).as(now.history()).isEqualTo(new Run.Waiting(List.of("ok")));
    Approval fresh =
        dev.atom.approval.ApprovalLedger.read(world.store, run.subject()).pending().getFirst();
    assertThat(fresh.request().round()).isEqualTo(1);
    assertThat(fresh.request().proposal().value()).isEqualTo(Json.parse("{\"text\": \"draft 1\"}"));
  }

  @Test
  void eachIterationGoesBackForItself() {
    Workflow workflow =
        Workflow.parse(
            """
            {"name": "many", "steps": [
              {"id": "each", "forEach": ["p", "q"], "max": 2, "concurrency": 2, "steps": [
                {"id": "draft", "call": "keyed", "with": {"what": "${item}"}},
                {"id": "ok", "approve": {"ref": "steps.draft.did"}, "reviseFrom": "draft"}]},
              {"id": "end", "return": "over"}]}
            """);
    Approvals approvals = approvals(world, host);
    RunId run = host.workflows().start(World.TENANT, workflow, Json.Obj.EMPTY, "m");
    drive(1);
    Approval p = approvals.find(run.subject(), "ok[0]").orElseThrow();
    Approval q = approvals.find(run.subject(), "ok[1]").orElseThrow();
    approvals.decide(run.subject(), "ok[0]", Decision.revise("lead", p.hash(), "again"));
    drive(3);
    assertThat(approvals.find(run.subject(), "ok[1]").orElseThrow().pending()).isTrue();
    assertThat(world.happened).containsExactlyInAnyOrder("p", "q", "p");
    approvals.decide(run.subject(), "ok[1]", Decision.approve("lead", q.hash()));
    approvals.decide(run.subject(), "ok[0]#2", Decision.approve("lead", p.hash()));
    drive(2);
    assertThat(host.workflows().run(run).orElseThrow().state())
        .isEqualTo(new Run.Completed(Json.of("over")));
  }
}
