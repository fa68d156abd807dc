package dev.atom.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.job.JobRejected;
import dev.atom.job.RetryPolicy;
import dev.atom.json.Json;
import dev.atom.model.Tool;
import dev.atom.operation.Effect;
import dev.atom.operation.Operation;
import dev.atom.rules.Action;
import dev.atom.time.DaySpan;
import dev.atom.time.WorkCalendar;
import dev.atom.workflow.RunRefused.Reason;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WorkflowRunTest {
  private final World world = new World();

  private static Workflow of(Step... steps) {
    return Workflow.newBuilder("flow").steps(steps).build();
  }

  private RunId start(World.Host host, Workflow workflow) {
    return host.workflows().start(World.TENANT, workflow, Json.Obj.EMPTY, "key");
  }

  /** A host with one more operation. */
  private World.Host with(String name, Effect effect, Operation.Handler handler) {
    Operation operation = Operation.of(new Tool(name, "Does it.", World.ANY), effect, handler);
    return world.host(Life.eternal(), builder -> builder.operations(operation));
  }

  private static Step call(String id, String operation, CallOptions options) {
    return Step.call(id, operation, World.what(id), options);
  }

  private static final Step A = Step.call("a", "keyed", World.what("a"));
  private static final Step B = Step.call("b", "keyed", World.what("b"));

  private Run look(World.Host host, RunId run) {
    return host.workflows().run(run).orElseThrow();
  }

  @Test
  void theSameStartIsTheSameRun() {
    World.Host host = world.host();
    RunId first = start(host, of(A));
    assertThat(start(host, of(A))).isEqualTo(first);
    world.drive(host, first);
    assertThat(start(host, of(A))).isEqualTo(first);
    assertThat(world.happened).containsExactly("a");
  }

  @Test
  void aRetryIsATimerAndKeepsItsKey() {
    List<String> keys = new ArrayList<>();
    World.Host host =
        with(
            "flaky",
            Effect.KEYED,
            (arguments, call) -> {
              keys.add(call.idempotencyKey());
              if (keys.size() < 3) {
                throw new IllegalStateException("a secret");
              }
              return Json.of("at last");
            });
    RetryPolicy policy = new RetryPolicy(3, Duration.ofSeconds(30), 2, Duration.ofMinutes(5), 0);
    RunId run =
        start(
            host,
            of(
                call("f", "flaky", CallOptions.DEFAULT.retry(policy)),
                new Step.Return("r", Step.ref("steps.f"))));
    host.jobs().runDue();
    assertThat(keys).hasSize(1);
    assertThat(look(host, run).state()).isEqualTo(new Run.Waiting(List.of("f")));
    assertThat(look(host, run).history()).contains("retrying").doesNotContain("secret");
    world.clock.advance(Duration.ofSeconds(29));
    host.jobs().runDue();
    assertThat(keys).hasSize(1);
    world.clock.advance(Duration.ofSeconds(1));
    host.jobs().runDue();
    assertThat(keys).hasSize(2);
    world.clock.advance(Duration.ofSeconds(60));
    host.jobs().runDue();
    assertThat(look(host, run).state()).isEqualTo(new Run.Completed(Json.of("at last")));
    assertThat(keys.stream().distinct()).hasSize(1);
  }

  @Test
  void aStepThatFailsForGoodIsPassedOverIfItSaysSo() {
    world.failing.add("a");
    World.Host host = world.host();
    RunId run =
        start(
            host,
            of(
                call("a", "keyed", CallOptions.DEFAULT.onError(OnError.CONTINUE)),
                B,
                new Step.Return("r", Step.ref("steps.a.did", Json.of("nothing")))));
    assertThat(world.drive(host, run).state()).isEqualTo(new Run.Completed(Json.of("nothing")));
    assertThat(world.happened).containsExactly("b");
  }

  @Test
  void aCallThatTakesTooLongIsCancelledAndFails() {
    CountDownLatch cancelled = new CountDownLatch(1);
    World.Host host =
        with(
            "slow",
            Effect.KEYED,
            (arguments, call) -> {
              call.context().cancellation().onCancel(cancelled::countDown);
              try {
                cancelled.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return Json.NULL;
            });
    RunId run =
        start(host, of(call("s", "slow", CallOptions.DEFAULT.timeout(Duration.ofMillis(20)))));
    Run end = world.drive(host, run);
    assertThat(((Run.Failed) end.state()).error().code()).isEqualTo("timed_out");
    assertThat(cancelled.getCount()).isZero();
  }

  @Test
  void aBlindCallThatThrowsIsUndecidedAndNotRepeated() {
    AtomicInteger calls = new AtomicInteger();
    World.Host host =
        with(
            "letter",
            Effect.BLIND,
            (arguments, call) -> {
              calls.incrementAndGet();
              throw new IllegalStateException("the line broke");
            });
    CallOptions thrice = CallOptions.DEFAULT.retry(RetryPolicy.standard());
    RunId run = start(host, of(call("l", "letter", thrice), B));
    Run now = world.drive(host, run);
    assertThat(now.state()).isEqualTo(new Run.Undecided(List.of("l")));
    assertThat(calls).hasValue(1);
    assertThatThrownBy(
            () -> host.workflows().decide(run, "b", new StepDecision.Repeat(), "a person"))
        .isInstanceOfSatisfying(
            RunRefused.class, e -> assertThat(e.reason()).isEqualTo(Reason.NOTHING_TO_DECIDE));
    host.workflows().decide(run, "l", new StepDecision.Fail("it was lost"), "a person");
    assertThat(world.drive(host, run).state())
        .isEqualTo(new Run.Failed("l", new StepError("decided", "it was lost"), false));
    assertThat(calls).hasValue(1);
  }

  @Test
  void workingTimeIsWaitedForByACalendar() {
    WorkCalendar week =
        WorkCalendar.newBuilder(ZoneId.of("Europe/Berlin"))
            .weekdays(DaySpan.between(LocalTime.of(9, 0), LocalTime.of(17, 0)))
            .build();
    World.Host host = world.host(Life.eternal(), b -> b.calendar("office", week));
    // 2026-11-21 is a Saturday.
    RunId run =
        start(host, of(new Step.Wait("w", new WaitTime.Working(Json.of("PT1H"), "office")), B));
    host.jobs().runDue();
    world.clock.advanceTo(Instant.parse("2026-11-23T08:59:00Z"));
    host.jobs().runDue();
    assertThat(world.happened).isEmpty();
    world.clock.advanceTo(Instant.parse("2026-11-23T09:00:00Z"));
    host.jobs().runDue();
    assertThat(world.happened).containsExactly("b");
    assertThat(look(host, run).state()).isInstanceOf(Run.Completed.class);
  }

  private static final Step PAID =
      new Step.WaitFor("paid", "payment", Json.of("o-1"), java.util.Optional.of(Json.of("PT2H")));

  @Test
  void aSignalReachesWhoWaitsForItAndNobodyElse() {
    World.Host host = world.host();
    Workflow workflow =
        of(PAID, new Step.Return("r", Step.ref("steps.paid.payload.amount", Json.NULL)));
    RunId run = start(host, workflow);
    Json paid = Json.parse("{\"amount\": 7}");
    assertThat(host.workflows().signal(World.TENANT, "payment", "o-1", paid)).isZero();
    host.jobs().runDue();
    assertThat(host.workflows().signal(World.TENANT, "payment", "o-2", paid)).isZero();
    assertThat(host.workflows().signal("other", "payment", "o-1", paid)).isZero();
    assertThat(host.workflows().signal(World.TENANT, "payment", "o-1", paid)).isEqualTo(1);
    assertThat(host.workflows().signal(World.TENANT, "payment", "o-1", paid)).isZero();
    host.jobs().runDue();
    assertThat(look(host, run).state()).isEqualTo(new Run.Completed(Json.of(7)));
  }

  @Test
  void aSignalThatDoesNotComeInTimeIsNotWaitedFor() {
    World.Host host = world.host();
    RunId run = start(host, of(PAID, new Step.Return("r", Step.ref("steps.paid.received"))));
    host.jobs().runDue();
    world.clock.advance(Duration.ofHours(2));
    host.jobs().runDue();
    assertThat(look(host, run).state()).isEqualTo(new Run.Completed(Json.of(false)));
    assertThat(host.workflows().signal(World.TENANT, "payment", "o-1", Json.NULL)).isZero();
  }

  @Test
  void aSignalReachesEveryBranchThatWaits() {
    Step other = new Step.WaitFor("too", "payment", Json.of("o-1"), java.util.Optional.empty());
    World.Host host = world.host();
    RunId run =
        start(
            host,
            of(new Step.Parallel("p", Map.of("x", List.of(PAID), "y", List.of(other, B)), false)));
    host.jobs().runDue();
    assertThat(host.workflows().signal(World.TENANT, "payment", "o-1", Json.NULL)).isEqualTo(1);
    assertThat(world.drive(host, run).state()).isInstanceOf(Run.Completed.class);
    assertThat(world.happened).containsExactly("b");
  }

  @Test
  void aPausedRunBeginsNothingUntilItIsResumed() {
    World.Host host = world.host();
    RunId run = start(host, of(A, new Step.Wait("w", new WaitTime.For(Json.of("PT1H"))), B));
    host.jobs().runDue();
    host.workflows().pause(run, "a person");
    world.clock.advance(Duration.ofHours(5));
    assertThat(world.drive(host, run).state()).isEqualTo(new Run.Paused());
    assertThatThrownBy(() -> host.workflows().pause(run, "a person"))
        .isInstanceOf(RunRefused.class);
    assertThat(world.happened).containsExactly("a");
    host.workflows().resume(run, "a person");
    assertThat(world.drive(host, run).state()).isInstanceOf(Run.Completed.class);
    assertThat(world.happened).containsExactly("a", "b");
  }

  @Test
  void whatIsUnderWayWhenARunIsCancelledIsFinishedAndNothingElseBegun() {
    RunId[] run = new RunId[1];
    World.Host[] host = new World.Host[1];
    host[0] =
        with(
            "act",
            Effect.KEYED,
            (arguments, call) -> {
              host[0].workflows().cancel(run[0], false, "a person");
              return Json.of("done");
            });
    run[0] = start(host[0], of(call("x", "act", CallOptions.DEFAULT), B));
    Run end = world.drive(host[0], run[0]);
    assertThat(end.state()).isEqualTo(new Run.Cancelled(false));
    assertThat(end.steps()).extracting(Run.StepOutcome::outcome).containsExactly("done");
    assertThat(host[0].workflows().cancel(run[0], false, "a person")).isFalse();
    assertThat(world.happened).isEmpty();
  }

  @Test
  void aRunThatFailedIsRetriedFromTheStepThatFailed() {
    world.failing.add("b");
    World.Host host = world.host();
    RunId run = start(host, of(A, B));
    assertThat(world.drive(host, run).state()).isInstanceOf(Run.Failed.class);
    world.failing.clear();
    host.workflows().retry(run, "a person");
    assertThat(world.drive(host, run).state()).isInstanceOf(Run.Completed.class);
    assertThat(world.happened).containsExactly("a", "b");
    assertThatThrownBy(() -> host.workflows().retry(run, "a person"))
        .isInstanceOfSatisfying(
            RunRefused.class, e -> assertThat(e.reason()).isEqualTo(Reason.WRONG_STATE));
  }

  @Test
  void aRunStaysWithItsVersionUntilItIsMigrated() {
    World.Host host = world.host();
    Step wait = new Step.Wait("w", new WaitTime.For(Json.of("PT1H")));
    Workflow one = Workflow.newBuilder("v").version(1).steps(A, wait, B).build();
    Workflow two =
        Workflow.newBuilder("v")
            .version(2)
            .steps(A, wait, Step.call("c", "keyed", World.what("c")))
            .build();
    Workflow three = Workflow.newBuilder("v").version(3).steps(wait, B).build();
    host.workflows().publish(World.TENANT, one, "a person");
    RunId stays = host.workflows().start(World.TENANT, "v", Json.Obj.EMPTY, "1");
    RunId goes = host.workflows().start(World.TENANT, "v", Json.Obj.EMPTY, "2");
    host.jobs().runDue();
    host.workflows().publish(World.TENANT, two, "a person");
    host.workflows().publish(World.TENANT, two, "a person");
    host.workflows().publish(World.TENANT, three, "a person");
    assertThatThrownBy(
            () ->
                host.workflows()
                    .publish(
                        World.TENANT,
                        Workflow.newBuilder("v").version(2).steps(B).build(),
                        "a person"))
        .isInstanceOfSatisfying(
            RunRefused.class, e -> assertThat(e.reason()).isEqualTo(Reason.VERSION_TAKEN));
    assertThatThrownBy(() -> host.workflows().migrate(goes, 3, "a person"))
        .isInstanceOfSatisfying(
            RunRefused.class, e -> assertThat(e.reason()).isEqualTo(Reason.DOES_NOT_FIT));
    host.workflows().migrate(goes, 2, "a person");
    world.clock.advance(Duration.ofHours(1));
    host.jobs().runDue();
    assertThat(look(host, stays).version()).isEqualTo(1);
    assertThat(look(host, goes).version()).isEqualTo(2);
    assertThat(world.happened).containsExactlyInAnyOrder("a", "a", "b", "c");
  }

  @Test
  void aRulesActionsHaveRetriesErrorsAndCompensation() {
    List<Action> actions =
        List.of(
            new Action(
                "keyed",
                World.what("a"),
                Json.parseObject(
                    "{\"compensate\": {\"do\": \"undo\", \"with\": {\"what\": \"a\"}}}")),
            new Action(
                "keyed",
                Json.parseObject("{\"what\": \"${inputs.tier}\"}"),
                Json.parseObject("{\"onError\": \"compensate\", \"retry\": {\"attempts\": 2}}")));
    Workflow workflow = Workflow.ofActions("vip", actions);
    Json.Obj facts = Json.parseObject("{\"tier\": \"gold\"}");
    world.failing.add("gold");
    World.Host host = world.host();
    RunId run = host.workflows().start(World.TENANT, workflow, facts, "vip/event-1");
    assertThat(world.drive(host, run).state()).isInstanceOf(Run.Failed.class);
    assertThat(world.happened).containsExactly("a", "undo a");
    assertThat(host.workflows().start(World.TENANT, workflow, facts, "vip/event-1")).isEqualTo(run);
  }

  @Test
  void listenersAreToldOfEveryBeginningAndItsEnd() {
    List<WorkflowEvent> events = Collections.synchronizedList(new ArrayList<>());
    World.Host host = world.host(Life.eternal(), b -> b.listener(events::add));
    world.failing.add("b");
    world.drive(host, start(host, of(A, B)));
    assertThat(events)
        .extracting(e -> e.getClass().getSimpleName())
        .containsExactly(
            "AdvanceStarted",
            "CallStarted",
            "CallEnded",
            "CallStarted",
            "CallEnded",
            "AdvanceEnded");
    assertThat(((WorkflowEvent.CallEnded) events.get(4)).succeeded()).isFalse();
    assertThat(((WorkflowEvent.AdvanceEnded) events.get(5)).why()).isEqualTo("failed");
  }

  @Test
  void aHostWithoutTheOperationLeavesTheRunToOthers() {
    Operation operation =
        Operation.of(
            new Tool("special", "Does it.", World.ANY),
            Effect.KEYED,
            (arguments, call) -> Json.of(1));
    World.Host knows = world.host(Life.eternal(), b -> b.operations(operation));
    RunId run = start(knows, of(Step.call("s", "special", Json.Obj.EMPTY)));
    world.host().jobs().runDue();
    assertThat(look(knows, run).state()).isEqualTo(new Run.Running());
    world.clock.advance(Host.NOT_HERE);
    knows.jobs().runDue();
    assertThat(look(knows, run).state()).isInstanceOf(Run.Completed.class);
  }

  @Test
  void inputsAreCheckedWhenARunIsStarted() {
    Workflow workflow =
        Workflow.parse(
            """
            {"name": "w", "inputs": {"type": "object", "required": ["id"]}, "steps": []}
            """);
    assertThatThrownBy(
            () -> world.host().workflows().start(World.TENANT, workflow, Json.Obj.EMPTY, "k"))
        .isInstanceOfSatisfying(
            RunRefused.class, e -> assertThat(e.reason()).isEqualTo(Reason.INVALID_INPUTS));
  }

  @Test
  void aRefusedCallSaysThatNothingHappenedAndBlindIsNotUndecided() {
    World.Host host =
        with(
            "letter",
            Effect.BLIND,
            (arguments, call) -> {
              throw new JobRejected("no such address");
            });
    Run end = world.drive(host, start(host, of(call("l", "letter", CallOptions.DEFAULT))));
    assertThat(end.state())
        .isEqualTo(new Run.Failed("l", new StepError("job_rejected", "no such address"), false));
    assertThat(end.toJson().text("state")).contains("failed");
  }

  @Test
  void aRetriedRunListensAndAsksAgainForWhatItHadGivenUp() {
    World.Host host = world.host();
    Workflow inner =
        Workflow.newBuilder("inner").steps(Step.call("x", "keyed", World.what("x"))).build();
    host.workflows().publish(World.TENANT, inner, "a person");
    world.failing.add("x");
    Step sub = new Step.SubWorkflow("sub", "inner", 1, Json.Obj.EMPTY, OnError.STOP);
    Step wait = new Step.WaitFor("w", "payment", Json.of("o-1"), java.util.Optional.empty());
    RunId run =
        start(
            host,
            of(new Step.Parallel("p", Map.of("l", List.of(wait), "r", List.of(sub)), true), B));
    for (int i = 0; i < 5; i++) {
      host.jobs().runDue();
    }
    assertThat(look(host, run).state()).isInstanceOf(Run.Failed.class);
    assertThat(host.workflows().signal(World.TENANT, "payment", "o-1", Json.NULL)).isZero();
    world.failing.clear();
    host.workflows().retry(run, "a person");
    host.jobs().runDue();
    assertThat(host.workflows().signal(World.TENANT, "payment", "o-1", Json.NULL)).isEqualTo(1);
    assertThat(world.drive(host, run).state()).isInstanceOf(Run.Completed.class);
    assertThat(world.happened).containsExactly("x", "b");
  }

  @Test
  void aCallThatCannotBeMadeYetIsPostponedWithoutCounting() {
    AtomicInteger calls = new AtomicInteger();
    World.Host host =
        with(
            "later",
            Effect.BLIND,
            (arguments, call) -> {
              if (calls.incrementAndGet() < 5) {
                throw new dev.atom.job.JobPostponed(Duration.ZERO, "not yet");
              }
              return Json.of(1);
            });
    RunId run = start(host, of(call("l", "later", CallOptions.DEFAULT)));
    host.jobs().runDue();
    assertThat(calls).hasValue(1);
    assertThat(world.drive(host, run).state()).isInstanceOf(Run.Completed.class);
    assertThat(calls).hasValue(5);
  }
}
