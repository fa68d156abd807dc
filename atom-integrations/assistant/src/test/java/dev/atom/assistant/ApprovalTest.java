package dev.atom.assistant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.assistant.Approval.Decision;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ApprovalTest {
  private final Bank bank = new Bank();
  private final Assistant assistant = bank.assistant();

  private Approval held() {
    assistant.handle(Bank.says("m-1", "Send $5,000 to Bob"), Bank.CONTEXT);
    return assistant.view(Bank.CHAT).pendingApproval().orElseThrow();
  }

  // @start region="approval"
  @Test
  void aLargeTransferWaitsForAPersonAndIsSentWhenApproved() {
    assistant.handle(Bank.says("m-1", "Send $5,000 to Bob"), Bank.CONTEXT);
    Approval held = assistant.view(Bank.CHAT).pendingApproval().orElseThrow();
    assertThat(held.reasons()).containsExactly("large-transfer");
    assertThat(bank.channel.sends.get()).isZero();

    assistant.decide(Bank.CHAT, held.id(), Decision.approve("eve"));
    assistant.deliverDue(Bank.CONTEXT);
    assertThat(bank.channel.sent.values()).containsExactly(held.text());
  }

  // @end

  @Test
  void anEditedReplyIsSentInsteadOfTheProposal() {
    Approval held = held();
    assistant.decide(Bank.CHAT, held.id(), Decision.edit("eve", "We call you first."));
    assistant.deliverDue(Bank.CONTEXT);
    assertThat(bank.channel.sent.values()).containsExactly("We call you first.");
  }

  @Test
  void aRejectedProposalIsNeverSent() {
    Approval held = held();
    Approval decided = assistant.decide(Bank.CHAT, held.id(), Decision.reject("eve", "fraud"));
    assistant.deliverDue(Bank.CONTEXT);
    assertThat(decided.state()).isInstanceOf(Approval.Decided.class);
    assertThat(bank.channel.sends.get()).isZero();
  }

  @Test
  void aNewMessageMakesTheProposalStale() {
    Approval held = held();
    assistant.accept(Bank.says("m-2", "No wait!"));

    Approval late = assistant.decide(Bank.CHAT, held.id(), Decision.approve("eve"));

    assertThat(late.state()).isInstanceOf(Approval.Superseded.class);
    assistant.deliverDue(Bank.CONTEXT);
    assertThat(bank.channel.sends.get()).isZero();
  }

  @Test
  void ofEightDecisionsAtOnceTheFirstCounts() throws Exception {
    Approval held = held();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Callable<Approval>> calls =
          IntStream.range(0, 8)
              .<Callable<Approval>>mapToObj(
                  i ->
                      () ->
                          assistant.decide(
                              Bank.CHAT,
                              held.id(),
                              i % 2 == 0
                                  ? Decision.approve("p" + i)
                                  : Decision.reject("p" + i, "no")))
              .toList();
      List<Future<Approval>> futures = threads.invokeAll(calls);
      Approval.State first = futures.get(0).get().state();
      for (Future<Approval> future : futures) {
        assertThat(future.get().state()).isEqualTo(first);
      }
      assistant.deliverDue(Bank.CONTEXT);
      Decision decision = ((Approval.Decided) first).decision();
      int sent = decision.verdict() instanceof Approval.Approve ? 1 : 0;
      assertThat(bank.channel.sends.get()).isEqualTo(sent);
    }
  }

  @Test
  void aProposalThatNobodyDecidesOnExpires() {
    Approval held = held();
    bank.clock.advance(Duration.ofHours(24));
    assistant.runDue();

    Approval late = assistant.decide(Bank.CHAT, held.id(), Decision.approve("eve"));

    assertThat(late.state()).isInstanceOf(Approval.Expired.class);
    assertThat(assistant.runDue()).isZero();
  }

  @Test
  void aDecisionAtTheInstantOfExpiryIsTooLateAlsoWithoutTheTimer() {
    Approval held = held();
    bank.clock.advance(Duration.ofHours(24));
    Approval late = assistant.decide(Bank.CHAT, held.id(), Decision.approve("eve"));
    assertThat(late.state()).isInstanceOf(Approval.Expired.class);
  }

  @Test
  void anUnknownApprovalIsRefusedByName() {
    held();
    assertThatThrownBy(() -> assistant.decide(Bank.CHAT, "nope", Decision.approve("eve")))
        .isInstanceOf(ApprovalNotFound.class)
        .hasMessageContaining("nope");
  }
}
