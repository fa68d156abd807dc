package dev.atom.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.approval.Approval;
import dev.atom.approval.ApprovalLedger;
import dev.atom.approval.ApprovalStatus;
import dev.atom.approval.Approvals;
import dev.atom.approval.Deciders;
import dev.atom.approval.Decision;
import dev.atom.job.Jobs;
import dev.atom.json.Json;
import dev.atom.rules.Condition;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A run asks people, waits without a thread, and goes on with what they decide. */
class ApproveStepTest {
  private final World world = new World();
  private World.Host host;
  private Approvals approvals;
  private Jobs expiry;

  @BeforeEach
  void ask() {
    host = world.host();
    approvals =
        Approvals.newBuilder(world.store, world.clock)
            .handler(host.workflows().approvalHandler())
            .build();
    expiry =
        approvals
            .handleIn(Jobs.newBuilder(world.store, world.clock, new Random(1)).withoutHeart())
            .build();
  }

  private static final Workflow REFUND =
      Workflow.newBuilder("refund")
          .steps(
              new Step.Approve(
                  "ok",
                  Json.of("Refund ${inputs.amount}"),
                  Step.ref("inputs.amount"),
                  ApprovalTerms.DEFAULT.deciders(Deciders.persons("lead"))),
              new Step.Branch(
                  "granted",
                  List.of(
                      new Step.Case(
                          Condition.field("steps.ok.approved").eq(true),
                          List.of(
                              Step.call(
                                  "pay",
                                  "blind",
                                  Json.object().put("what", "pay ${steps.ok.value}").build())))),
                  List.of()),
              new Step.Return("r", Step.ref("steps.ok.outcome")))
          .build();

  private RunId start() {
    Json.Obj inputs = Json.object().put("amount", 80).build();
    RunId run = host.workflows().start(World.TENANT, REFUND, inputs, "k");
    host.jobs().runDue();
    return run;
  }

  private Approval asked(RunId run) {
    return approvals.find(run.subject(), "ok").orElseThrow();
  }

  private Run end(RunId run) {
    host.jobs().runDue();
    return host.workflows().run(run).orElseThrow();
  }

  @Test
  void anApprovedStepGoesOnWithTheProposal() {
    RunId run = start();
    assertThat(host.workflows().run(run).orElseThrow().state())
        .isEqualTo(new Run.Waiting(List.of("ok")));
    assertThat(asked(run).request().title()).isEqualTo("Refund 80");
    approvals.decide(run.subject(), "ok", Decision.approve("lead", asked(run).hash()));
    assertThat(end(run).state()).isEqualTo(new Run.Completed(Json.of("approved")));
    assertThat(world.happened).containsExactly("pay 80");
  }

  @Test
  void anEditedStepGoesOnWithWhatItWasEditedTo() {
    RunId run = start();
    approvals.decide(run.subject(), "ok", Decision.edit("lead", asked(run).hash(), Json.of(50)));
    assertThat(end(run).state()).isEqualTo(new Run.Completed(Json.of("edited")));
    assertThat(world.happened).containsExactly("pay 50");
  }

  @Test
  void aRejectedOrTakenOverStepHasNoValue() {
    RunId run = start();
    approvals.decide(run.subject(), "ok", Decision.reject("lead", asked(run).hash(), "no"));
    assertThat(end(run).state()).isEqualTo(new Run.Completed(Json.of("rejected")));
    RunId other =
        host.workflows()
            .start(
                World.TENANT,
                REFUND,
                asked(run).request().data().toBuilder().put("amount", 9).build(),
                "k2");
    host.jobs().runDue();
    approvals.decide(other.subject(), "ok", Decision.takeOver("lead", asked(other).hash()));
    assertThat(end(other).state()).isEqualTo(new Run.Completed(Json.of("taken_over")));
    assertThat(world.happened).isEmpty();
  }

  @Test
  void whoMayNotDecideChangesNothing() {
    RunId run = start();
    approvals.decide(run.subject(), "ok", Decision.approve("somebody", asked(run).hash()));
    assertThat(end(run).state()).isEqualTo(new Run.Waiting(List.of("ok")));
  }

  @Test
  void aStepThatNobodyDecidesOnExpires() {
    RunId run = start();
    world.clock.advance(Duration.ofHours(25));
    expiry.runDue();
    assertThat(end(run).state()).isEqualTo(new Run.Completed(Json.of("expired")));
    assertThat(world.happened).isEmpty();
  }

  @Test
  void aRunThatEndsWithdrawsWhatItAsked() {
    RunId run = start();
    host.workflows().cancel(run, false, "a person");
    assertThat(end(run).state()).isEqualTo(new Run.Cancelled(false));
    assertThat(ApprovalLedger.read(world.store, run.subject()).find("ok").orElseThrow().status())
        .isInstanceOf(ApprovalStatus.Withdrawn.class);
  }

  @Test
  void whereverTheHostDiesTheDecisionIsTakenUpOnce() {
    for (int point = 1; ; point++) {
      World other = new World();
      World.Host first = other.host();
      Approvals asking =
          Approvals.newBuilder(other.store, other.clock)
              .handler(first.workflows().approvalHandler())
              .build();
      Json.Obj inputs = Json.object().put("amount", 80).build();
      RunId run = first.workflows().start(World.TENANT, REFUND, inputs, "k");
      Life life = Life.until(point);
      World.Host mortal = other.host(life);
      boolean decided = false;
      for (int i = 0; i < 6; i++) {
        try {
          (life.dead() ? first : mortal).jobs().runDue();
        } catch (HostDied e) {
          other.clock.advance(Duration.ofMinutes(1));
        }
        if (!decided && asking.find(run.subject(), "ok").isPresent()) {
          String hash = asking.find(run.subject(), "ok").orElseThrow().hash();
          asking.decide(run.subject(), "ok", Decision.approve("lead", hash));
          decided = true;
        }
      }
      Run now = first.workflows().run(run).orElseThrow();
      if (now.state() instanceof Run.Undecided) {
        boolean did = other.happened.contains("pay 80");
        StepDecision truth =
            did ? new StepDecision.Happened(Json.of(1)) : new StepDecision.Repeat();
        first.workflows().decide(run, "pay", truth, "a person");
        first.jobs().runDue();
      }
      assertThat(other.happened).as("killed at %d", point).containsExactly("pay 80");
      assertThat(first.workflows().run(run).orElseThrow().state())
          .as("killed at %d", point)
          .isEqualTo(new Run.Completed(Json.of("approved")));
      if (!life.dead()) {
        assertThat(point).isGreaterThan(10);
        return;
      }
    }
  }
}
