package dev.atom.rules.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.approval.Approval;
import dev.atom.approval.Approvals;
import dev.atom.approval.Decision;
import dev.atom.job.Jobs;
import dev.atom.json.Json;
import dev.atom.json.JsonSchema;
import dev.atom.mock.VirtualClock;
import dev.atom.model.Tool;
import dev.atom.operation.Effect;
import dev.atom.operation.Operation;
import dev.atom.rules.Decision.Planned;
import dev.atom.store.MemoryStore;
import dev.atom.store.Store;
import dev.atom.workflow.Run;
import dev.atom.workflow.RunId;
import dev.atom.workflow.Workflow;
import dev.atom.workflow.Workflows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Templates whose actions start workflows: from an event to what is done, on the in-memory store. */
class TemplateWorkflowsTest {
  private final VirtualClock clock = VirtualClock.at("2026-11-20T10:00:00Z");
  private final Store store = MemoryStore.create(clock);
  private final List<String> done = new ArrayList<>();
  private Workflows workflows;
  private Approvals approvals;
  private Jobs jobs;

  private Operation operation(String name) {
    JsonSchema any = JsonSchema.of(Json.object().put("type", "object").build());
    return Operation.of(
        new Tool(name, "Does it.", any),
        Effect.KEYED,
        (arguments, call) -> {
          done.add(name + arguments);
          return Json.Obj.EMPTY;
        });
  }

  @BeforeEach
  void host() {
    workflows =
        Workflows.newBuilder(store, clock, new Random(1))
            .operations(
                operation("refund"), operation("mail"), operation("book"), operation("release"))
            .build();
    approvals = Approvals.newBuilder(store, clock).handler(workflows.approvalHandler()).build();
    jobs =
        approvals
            .handleIn(
                workflows.register(Jobs.newBuilder(store, clock, new Random(2)).withoutHeart()))
            .build();
  }

  @AfterEach
  void close() {
    jobs.close();
  }

  /** Evaluates a sample of a template and starts the workflow that the rules ask for. */
  private RunId start(String template, String sample, Json.Obj parameters) {
    RuleTemplate of = RuleTemplates.builtIn().named(template).orElseThrow();
    Sample event =
        of.samples().stream().filter(s -> s.title().equals(sample)).findFirst().orElseThrow();
    Planned planned =
        of.instantiate(parameters).evaluate(event.facts(), event.now()).actions().stream()
            .filter(action -> action.action().name().equals("startWorkflow"))
            .findFirst()
            .orElseThrow();
    String name = planned.action().parameters().text("workflow").orElseThrow();
    Workflow workflow =
        of.workflows(parameters).stream()
            .map(document -> Workflow.parse(document.toString()))
            .filter(one -> one.name().equals(name))
            .findFirst()
            .orElseThrow();
    RunId run = workflows.start("acme", workflow, event.facts().values(), sample);
    jobs.runDue();
    return run;
  }

  private Run.State state(RunId run) {
    return workflows.run(run).orElseThrow().state();
  }

  private static final Json.Obj LEAD = Json.parseObject("{\"deciders\": [\"lead\"]}");

  @Test
  void aSmallRefundIsPaidAtOnce() {
    RunId run = start("refund-with-approval", "small", LEAD);
    assertThat(state(run)).isInstanceOf(Run.Completed.class);
    assertThat(done)
        .containsExactly(
            "refund{\"id\":\"r-1\",\"amount\":50}",
            "mail{\"to\":\"ann@b.example\",\"text\":\"We have refunded 50.\"}");
  }

  @Test
  void aLargeRefundIsPaidWhenSomebodyAgrees() {
    RunId run = start("refund-with-approval", "a cent more", LEAD);
    assertThat(done).isEmpty();
    Approval asked = approvals.find(run.subject(), "ok").orElseThrow();
    assertThat(asked.request().title()).isEqualTo("Refund of 50.01");
    approvals.decide(run.subject(), "ok", Decision.approve("stranger", asked.hash()));
    jobs.runDue();
    assertThat(done).isEmpty();
    approvals.decide(run.subject(), "ok", Decision.approve("lead", asked.hash()));
    jobs.runDue();
    assertThat(state(run)).isInstanceOf(Run.Completed.class);
    assertThat(done)
        .containsExactly(
            "refund{\"id\":\"r-2\",\"amount\":50.01}",
            "mail{\"to\":\"ann@b.example\",\"text\":\"We have refunded 50.01.\"}");
  }

  @Test
  void aLargeRefundThatNobodyDecidesOnIsRefusedInTime() {
    Json.Obj parameters = LEAD.toBuilder().put("dueHours", 4).build();
    RunId run = start("refund-with-approval", "a cent more", parameters);
    clock.advance(Duration.ofHours(4).minusSeconds(1));
    jobs.runDue();
    assertThat(done).isEmpty();
    clock.advance(Duration.ofSeconds(2));
    jobs.runDue();
    jobs.runDue();
    assertThat(state(run)).isInstanceOf(Run.Completed.class);
    assertThat(done)
        .containsExactly("mail{\"to\":\"ann@b.example\",\"text\":\"We can't refund 50.01.\"}");
  }

  @Test
  void aValueThatWouldBeAReferenceIsRefused() {
    RuleTemplate refunds = RuleTemplates.builtIn().named("refund-with-approval").orElseThrow();
    Json.Obj values = Json.parseObject("{\"deciders\": [\"${inputs.customer.mail}\"]}");
    assertThatThrownBy(() -> refunds.workflows(values))
        .isInstanceOf(InvalidParameters.class)
        .hasMessageContaining(
            "\"deciders\" is [\"${inputs.customer.mail}\"]: would be a reference");
  }

  @Test
  void aFreePlaceGoesToWhoAccepts() {
    RunId run = start("waitlist", "somebody waits", Json.Obj.EMPTY);
    assertThat(done).singleElement().asString().startsWith("mail{\"to\":\"ann@b.example\"");
    assertThat(workflows.signal("acme", "offer-accepted", "b-1", Json.NULL)).isEqualTo(1);
    jobs.runDue();
    assertThat(state(run)).isInstanceOf(Run.Completed.class);
    assertThat(done).hasSize(2).last().isEqualTo("book{\"id\":\"b-1\",\"for\":\"ann@b.example\"}");
  }

  @Test
  void aFreePlaceThatNobodyAcceptsIsReleased() {
    RunId run = start("waitlist", "somebody waits", Json.parseObject("{\"hours\": 2}"));
    clock.advance(Duration.ofHours(2).plusSeconds(1));
    jobs.runDue();
    assertThat(state(run)).isInstanceOf(Run.Completed.class);
    assertThat(done).hasSize(2).last().isEqualTo("release{\"id\":\"b-1\"}");
    assertThat(workflows.signal("acme", "offer-accepted", "b-1", Json.NULL)).isZero();
  }
}
