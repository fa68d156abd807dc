package dev.atom.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.approval.Approvals;
import dev.atom.approval.Decision;
import dev.atom.job.Jobs;
import dev.atom.job.RetryPolicy;
import dev.atom.json.Json;
import dev.atom.json.JsonSchema;
import dev.atom.mock.VirtualClock;
import dev.atom.model.Tool;
import dev.atom.operation.Effect;
import dev.atom.operation.Operation;
import dev.atom.rules.Action;
import dev.atom.store.MemoryStore;
import dev.atom.store.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What docs/workflows.md shows. */
class WorkflowsDocTest {
  private static final JsonSchema ANY = JsonSchema.of(Json.object().put("type", "object").build());

  private final VirtualClock clock = VirtualClock.at("2026-11-21T09:00:00Z");
  private final Store store = MemoryStore.create(clock);
  private final Random random = new Random(1);
  private final List<String> done = new ArrayList<>();
  private boolean mailDown;

  private Operation operation(String name, Effect effect) {
    return Operation.of(
        new Tool(name, name, ANY),
        effect,
        (arguments, call) -> {
          if (name.equals("mail") && mailDown) {
            throw new IllegalStateException("no connection");
          }
          done.add(name + arguments);
          return Json.object().put("id", "p-1").build();
        });
  }

  private final Operation charge = operation("charge", Effect.KEYED);
  private final Operation refund = operation("refund", Effect.KEYED);
  private final Operation mail = operation("mail", Effect.KEYED);

  @Test
  void firstSuccess() {
    // @start region="first"
    Workflow order =
        Workflow.parse(
            """
            {"name": "order", "steps": [
              {"id": "charge", "call": "charge", "with": {"amount": {"ref": "inputs.amount"}}},
              {"id": "pause", "wait": {"for": "P1D"}},
              {"id": "mail", "call": "mail", "with": {"text": "Paid with ${steps.charge.id}"}}]}
            """);
    Workflows workflows =
        Workflows.newBuilder(store, clock, random).operations(charge, refund, mail).build();
    Jobs jobs = workflows.register(Jobs.newBuilder(store, clock, random)).build(); // and start()
    RunId run = workflows.start("acme", order, Json.parseObject("{\"amount\": 80}"), "order-4711");
    jobs.runDue(); // charges, and waits without a thread
    // @end
    assertThat(done).containsExactly("charge{\"amount\":80}");
    clock.advance(Duration.ofDays(1));
    jobs.runDue();
    assertThat(done).hasSize(2).last().asString().contains("Paid with p-1");
    // @start region="look"
    Run now = workflows.run(run).orElseThrow();
    Run.State state = now.state(); // Running, Waiting, Undecided, Completed, Failed, ...
    String history = now.history();
    // @end
    assertThat(state).isEqualTo(new Run.Completed(Json.NULL));
    assertThat(history)
        .isEqualTo(
            """
            order version 1, started 2026-11-21T09:00:00Z: completed
              charge: done, {"id":"p-1"}
              pause: done in PT24H, {"until":"2026-11-22T09:00:00Z"}
              mail: done, {"id":"p-1"}
            """);
    jobs.close();
  }

  @Test
  void whatWasDoneIsUndone() {
    mailDown = true;
    // @start region="compensate"
    Workflow order =
        Workflow.newBuilder("order")
            .steps(
                Step.call(
                    "charge",
                    "charge",
                    Json.object().put("amount", 80).build(),
                    CallOptions.DEFAULT.compensate(
                        "refund", Json.object().put("id", Step.ref("steps.charge.id")).build())),
                Step.call(
                    "mail",
                    "mail",
                    Json.object().put("text", "Paid").build(),
                    CallOptions.DEFAULT
                        .retry(RetryPolicy.standard().attempts(3))
                        .onError(OnError.COMPENSATE)))
            .build();
    // @end
    Workflows workflows =
        Workflows.newBuilder(store, clock, random).operations(charge, refund, mail).build();
    Jobs jobs = workflows.register(Jobs.newBuilder(store, clock, random)).build();
    RunId run = workflows.start("acme", order, Json.Obj.EMPTY, "o");
    for (int i = 0; i < 4; i++) {
      jobs.runDue();
      clock.advance(Duration.ofMinutes(1));
    }
    assertThat(workflows.run(run).orElseThrow().state()).isInstanceOf(Run.Failed.class);
    assertThat(done).containsExactly("charge{\"amount\":80}", "refund{\"id\":\"p-1\"}");
    jobs.close();
  }

  @Test
  void aRunIsSignalledAndApproved() {
    Workflows workflows =
        Workflows.newBuilder(store, clock, random).operations(charge, refund, mail).build();
    Workflow refunding =
        Workflow.parse(
            """
            {"name": "refunding", "steps": [
              {"id": "returned", "waitFor": "parcel-returned", "correlation": {"ref": "inputs.order"},
               "timeout": "P14D"},
              {"id": "ok", "approve": {"amount": {"ref": "inputs.amount"}}, "title": "Refund",
               "deciders": {"persons": ["lead"]}},
              {"id": "granted", "branch": [
                {"when": {"field": "steps.ok.approved", "op": "eq", "value": true},
                 "steps": [{"id": "pay", "call": "refund", "with": {"ref": "steps.ok.value"}}]}]}]}
            """);
    // @start region="approve"
    Approvals approvals =
        Approvals.newBuilder(store, clock).handler(workflows.approvalHandler()).build();
    Jobs jobs =
        approvals.handleIn(workflows.register(Jobs.newBuilder(store, clock, random))).build();
    // @end
    Json.Obj inputs = Json.parseObject("{\"order\": \"o-1\", \"amount\": 5}");
    RunId run = workflows.start("acme", refunding, inputs, "r");
    jobs.runDue();
    // @start region="signal"
    int heard = workflows.signal("acme", "parcel-returned", "o-1", Json.NULL);
    // @end
    assertThat(heard).isEqualTo(1);
    jobs.runDue();
    String hash = approvals.find(run.subject(), "ok").orElseThrow().hash();
    approvals.decide(run.subject(), "ok", Decision.approve("lead", hash));
    jobs.runDue();
    assertThat(done).containsExactly("refund{\"amount\":5}");
    jobs.close();
  }

  @Test
  void aDryRunListsTheCalls() {
    Workflow order =
        Workflow.parse(
            """
            {"name": "order", "steps": [
              {"id": "charge", "call": "charge", "with": {"amount": {"ref": "inputs.amount"}}},
              {"id": "mail", "call": "mail", "with": {"text": "Paid with ${steps.charge.id}"}}]}
            """);
    Workflows workflows =
        Workflows.newBuilder(store, clock, random).operations(charge, refund, mail).build();
    Json.Obj inputs = Json.parseObject("{\"amount\": 80}");
    // @start region="plan"
    Map<String, Json> assumed = Map.of("charge", Json.parse("{\"id\": \"p-9\"}"));
    Plan plan = Plan.of(order, workflows.signatures(), inputs, assumed, clock.instant());
    assertThat(plan)
        .hasToString(
            """
            charge: call charge {"amount":80}
            mail: call mail {"text":"Paid with p-9"}""");
    // @end
    assertThat(done).isEmpty();
  }

  @Test
  void argumentsAreWorkedOut() {
    // @start region="logic"
    Workflow order =
        Workflow.parse(
            """
            {"name": "order", "steps": [
              {"id": "charge", "call": "charge", "with": {
                "amount": {"logic": {"*": [{"var": "inputs.price"}, {"var": "inputs.count"}]}}}}]}
            """);
    // @end
    Workflows workflows =
        Workflows.newBuilder(store, clock, random).operations(charge, refund, mail).build();
    Jobs jobs = workflows.register(Jobs.newBuilder(store, clock, random)).build();
    workflows.start("acme", order, Json.parseObject("{\"price\": 20, \"count\": 4}"), "o");
    jobs.runDue();
    assertThat(done).containsExactly("charge{\"amount\":80}");
    jobs.close();
  }

  @Test
  void aRunGoesBack() {
    Workflows workflows =
        Workflows.newBuilder(store, clock, random).operations(charge, refund, mail).build();
    Workflow order =
        Workflow.newBuilder("order")
            .steps(
                Step.call(
                    "charge",
                    "charge",
                    Json.object().put("amount", 80).build(),
                    CallOptions.DEFAULT.compensate("refund", Json.Obj.EMPTY)),
                Step.call("mail", "mail", Json.Obj.EMPTY))
            .build();
    Jobs jobs = workflows.register(Jobs.newBuilder(store, clock, random)).build();
    RunId run = workflows.start("acme", order, Json.Obj.EMPTY, "o");
    jobs.runDue();
    // @start region="retry-from"
    try {
      workflows.retryFrom(run, "charge", Undoing.COMPLETE, "ann", "the wrong account");
    } catch (RunRefused refused) { // CANT_BE_UNDONE: steps() is [mail]
      workflows.retryFrom(run, "charge", Undoing.AS_FAR_AS_POSSIBLE, "ann", "the wrong account");
    }
    // @end
    jobs.runDue();
    jobs.runDue();
    assertThat(done)
        .containsExactly(
            "charge{\"amount\":80}", "mail{}", "refund{}", "charge{\"amount\":80}", "mail{}");
    assertThat(workflows.run(run).orElseThrow().history()).contains("back to charge by ann");
    jobs.close();
  }

  @Test
  void aReviewerSendsAProposalBack() {
    Workflows workflows =
        Workflows.newBuilder(store, clock, random).operations(charge, refund, mail).build();
    // @start region="revise"
    Workflow answer =
        Workflow.parse(
            """
            {"name": "answer", "steps": [
              {"id": "draft", "call": "mail",
               "with": {"feedback": {"ref": "revisions.ok.feedback", "default": ""}}},
              {"id": "ok", "approve": {"ref": "steps.draft"}, "reviseFrom": "draft",
               "revisions": 2}]}
            """);
    // @end
    Approvals approvals =
        Approvals.newBuilder(store, clock).handler(workflows.approvalHandler()).build();
    Jobs jobs =
        approvals.handleIn(workflows.register(Jobs.newBuilder(store, clock, random))).build();
    RunId run = workflows.start("acme", answer, Json.Obj.EMPTY, "a");
    jobs.runDue();
    String hash = approvals.find(run.subject(), "ok").orElseThrow().hash();
    approvals.decide(run.subject(), "ok", Decision.revise("lead", hash, "shorter"));
    for (int i = 0; i < 3; i++) {
      jobs.runDue();
    }
    assertThat(done).containsExactly("mail{\"feedback\":\"\"}", "mail{\"feedback\":\"shorter\"}");
    assertThat(approvals.find(run.subject(), "ok#2")).isPresent();
    jobs.close();
  }

  @Test
  void aRulesActionsAreAWorkflow() {
    Workflows workflows =
        Workflows.newBuilder(store, clock, random).operations(charge, refund, mail).build();
    Action action =
        new Action(
            "mail",
            Json.parseObject("{\"text\": \"Hello ${inputs.customer.name}\"}"),
            Json.parseObject("{\"retry\": {\"attempts\": 3}, \"onError\": \"continue\"}"));
    Json.Obj facts = Json.parseObject("{\"customer\": {\"name\": \"Ann\"}}");
    // @start region="actions"
    Workflow then = Workflow.ofActions("vip", List.of(action));
    RunId run = workflows.start("acme", then, facts, "vip/event-17");
    // @end
    Jobs jobs = workflows.register(Jobs.newBuilder(store, clock, random)).build();
    jobs.runDue();
    assertThat(workflows.run(run)).isPresent();
    assertThat(done).containsExactly("mail{\"text\":\"Hello Ann\"}");
    jobs.close();
  }
}
