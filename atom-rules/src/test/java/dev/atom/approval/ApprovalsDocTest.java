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
    assertThat(answer.approval().status()).isInstanceOf(ApprovalStatus.Approved.class);
    // @end
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
            .kind("refund")
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
    // @start region="jobs"
    Jobs jobs =
        approvals
            .handleIn(Jobs.newBuilder(store, clock, new Random(7)))
            .handle("pay", dev.atom.operation.Effect.KEYED, run -> {})
            .build();
    // @end
    clock.advance(Duration.ofHours(4));
    assertThat(jobs.runDue()).isEqualTo(1);
    clock.advance(Duration.ofHours(4));
    assertThat(jobs.runDue()).isEqualTo(1);
    assertThat(approvals.find(order, "refund-1").orElseThrow().status())
        .isEqualTo(new ApprovalStatus.Expired(OnExpiry.HAND_OVER, clock.instant()));
    assertThat(store.jobs(JobQuery.all())).isEmpty();
    jobs.close();
  }
}
