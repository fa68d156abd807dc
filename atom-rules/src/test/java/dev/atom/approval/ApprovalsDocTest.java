package dev.atom.approval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.job.Jobs;
import dev.atom.json.Json;
import dev.atom.store.Append;
import dev.atom.store.JobQuery;
import dev.atom.store.MemoryStore;
import dev.atom.store.NewEvent;
import dev.atom.store.NewJob;
import dev.atom.store.Store;
import dev.atom.store.Subject;
import dev.atom.time.WorkCalendar;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ApprovalsDocTest {
  private final Desk.Hand clock = new Desk.Hand();
  private final Store store = MemoryStore.create(clock);
  private final WorkCalendar office = WorkCalendar.always(ZoneOffset.UTC);
  private final Subject order = new Subject("acme", "order", "o-7");
  private final Roles staff = (tenant, person) -> Set.of("lead");
  private final Json refund = Json.object().put("amount", 250).build();

  // @start region="handler"
  static final class Refunds implements ApprovalHandler {
    @Override
    public String name() {
      return "refunds";
    }

    @Override
    public void settled(Approval approval, Append.Builder append) {
      approval
          .granted() // the proposal, or what it was edited to; empty if it was not approved
          .ifPresent(
              value -> append.plan(NewJob.effect("pay:" + approval.id(), "pay", (Json.Obj) value)));
    }
  }

  // @end

  @Test
  void asksAndDecides() {
    // @start region="first"
    Approvals approvals =
        Approvals.newBuilder(store, clock).roles(staff).handler(new Refunds()).build();
    ApprovalRequest request =
        ApprovalRequest.newBuilder("refund-1", "refunds", refund)
            .deciders(Deciders.roles("lead"))
            .build();
    Approval asked = approvals.request(order, request);

    Answer answer = approvals.decide(order, asked.id(), Decision.approve("eve", asked.hash()));
    // @end
    assertThat(answer.approval().status()).isInstanceOf(ApprovalStatus.Approved.class);
    assertThat(store.jobs(JobQuery.of("acme").kinds(Set.of("pay")))).hasSize(1);
  }

  @Test
  void asksTogetherWithEvents() {
    Approvals approvals = Approvals.newBuilder(store, clock).handler(new Refunds()).build();
    NewEvent drafted =
        new NewEvent("refund_drafted", Json.Obj.EMPTY, "assistant", Optional.empty());
    // @start region="request"
    ApprovalRequest request =
        ApprovalRequest.newBuilder("refund-1", "refunds", refund)
            .title("Refund of 250 for order o-7")
            .requestedBy("ann")
            .reasons(List.of("over-100")) // the rules that ask
            .deciders(Deciders.roles("lead").quorum(2)) // and not ann
            .due(Due.working(office, Duration.ofHours(8)))
            .remind("nudge", Due.working(office, Duration.ofHours(4)))
            .onExpiry(OnExpiry.HAND_OVER)
            .build();
    Append.Builder append = Append.to(order).expect(store.version(order)).event(drafted);
    request.addTo(append, clock.instant()); // one transaction
    store.append(append.build());
    // @end
    assertThat(approvals.find(order, "refund-1").orElseThrow().pending()).isTrue();
    Jobs jobs =
        approvals
            .handleIn(Jobs.newBuilder(store, clock, new Random(7)))
            .handle("pay", dev.atom.operation.Effect.KEYED, run -> {})
            .build();
    clock.advance(Duration.ofHours(4));
    assertThat(jobs.runDue()).isEqualTo(1);
    clock.advance(Duration.ofHours(4));
    assertThat(jobs.runDue()).isEqualTo(1);
    assertThat(approvals.find(order, "refund-1").orElseThrow().status())
        .isEqualTo(new ApprovalStatus.Expired(OnExpiry.HAND_OVER, clock.instant()));
    assertThat(store.jobs(JobQuery.all())).isEmpty();
    jobs.close();
  }

  @Test
  void saysWhatCameOfADecision() {
    Approvals approvals = Approvals.newBuilder(store, clock).handler(new Refunds()).build();
    Approval asked =
        approvals.request(order, ApprovalRequest.newBuilder("refund-1", "refunds", refund).build());
    Decision decision = Decision.reject("eve", asked.hash(), "no receipt");
    String shown =
        switch (approvals.decide(order, "refund-1", decision)) {
          case Answer.Counted counted -> "thank you";
          case Answer.Stood stood -> "too late: " + stood.approval().status().word();
          case Answer.Refused refused -> refused.refusal().message();
        };
    assertThat(shown).isEqualTo("thank you");
  }

  @Test
  void listsWhatWaits() {
    Approvals approvals = Approvals.newBuilder(store, clock).handler(new Refunds()).build();
    approvals.request(order, ApprovalRequest.newBuilder("refund-1", "refunds", refund).build());
    Inbox.Page page =
        approvals.inbox("acme").person("eve", Set.of("lead")).kind("refunds").first(20);
    for (InboxEntry entry : page.entries()) {
      Approval approval = approvals.find(entry.subject(), entry.approval()).orElseThrow();
      assertThat(approval.request().proposal().value()).isEqualTo(refund); // show it
    }
    assertThat(page.entries()).hasSize(1);
  }

  @Test
  void checksAgainBeforeItIsDone() {
    Approvals approvals = Approvals.newBuilder(store, clock).handler(new Refunds()).build();
    Approval asked =
        approvals.request(order, ApprovalRequest.newBuilder("refund-1", "refunds", refund).build());
    approvals.decide(order, "refund-1", Decision.approve("eve", asked.hash()));
    List<Json> paid = new java.util.ArrayList<>();
    Jobs jobs =
        Jobs.newBuilder(store, clock, new Random(7))
            .handle(
                "pay",
                dev.atom.operation.Effect.KEYED,
                run -> {
                  if (approvals.execution(order, "refund-1") instanceof Execution.Go go) {
                    paid.add(go.value()); // under run.idempotencyKey()
                    approvals.executed(order, "refund-1", "payments", "receipt 9");
                  }
                })
            .build();
    jobs.runDue();
    assertThat(paid).containsExactly(refund);
    assertThat(approvals.find(order, "refund-1").orElseThrow().status())
        .isInstanceOf(ApprovalStatus.Executed.class);
    jobs.close();
  }

  @Test
  void whatMakesAProposalStaleIsAPureFunctionOfEvents() {
    ApprovalHandler refunds =
        new ApprovalHandler() {
          @Override
          public String name() {
            return "refunds";
          }

          @Override
          public void settled(Approval approval, Append.Builder append) {}

          @Override
          public Optional<String> supersededBy(Approval approval, dev.atom.store.Event event) {
            return event.type().equals("order_cancelled") ? event.cause() : Optional.empty();
          }

          @Override
          public Optional<String> obstacle(Approval approval, Json value) {
            return Optional.of("the bank is closed"); // Refused, and nothing is stored
          }
        };
    Approvals approvals = Approvals.newBuilder(store, clock).handler(refunds).build();
    Approval asked =
        approvals.request(order, ApprovalRequest.newBuilder("refund-1", "refunds", refund).build());
    assertThat(approvals.decide(order, "refund-1", Decision.approve("eve", asked.hash())))
        .isInstanceOf(Answer.Refused.class);
    store.append(
        Append.to(order)
            .event(new NewEvent("order_cancelled", Json.Obj.EMPTY, "ann", Optional.of("c-9")))
            .build());
    assertThat(
            approvals
                .decide(order, "refund-1", Decision.approve("eve", asked.hash()))
                .approval()
                .status())
        .isEqualTo(new ApprovalStatus.Superseded("c-9", clock.instant()));
  }
}
