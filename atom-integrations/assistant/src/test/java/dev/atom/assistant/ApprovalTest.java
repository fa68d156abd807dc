package dev.atom.assistant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.approval.Answer;
import dev.atom.approval.Approval;
import dev.atom.approval.ApprovalNotFound;
import dev.atom.approval.ApprovalStatus;
import dev.atom.approval.Approvals;
import dev.atom.approval.Deciders;
import dev.atom.approval.Decision;
import dev.atom.approval.Due;
import dev.atom.approval.InboxEntry;
import dev.atom.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Set;
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
    assertThat(held.request().reasons()).containsExactly("large-transfer");
    assertThat(bank.channel.sends.get()).isZero();

    assistant.decide(Bank.CHAT, held.id(), Decision.approve("eve", held.hash()));
    assistant.deliverDue(Bank.CONTEXT);
    assertThat(bank.channel.sent.values().stream().map(Json::of))
        .containsExactly(held.request().proposal().value());
  }

  // @end

  @Test
  void anEditedReplyIsSentInsteadOfTheProposal() {
    Approval held = held();
    assistant.decide(
        Bank.CHAT, held.id(), Decision.edit("eve", held.hash(), Json.of("We call you first.")));
    assistant.deliverDue(Bank.CONTEXT);
    assertThat(bank.channel.sent.values()).containsExactly("We call you first.");
  }

  @Test
  void aRejectedProposalIsNeverSent() {
    Approval held = held();
    Answer decided =
        assistant.decide(Bank.CHAT, held.id(), Decision.reject("eve", held.hash(), "fraud"));
    assistant.deliverDue(Bank.CONTEXT);
    assertThat(decided.approval().status()).isInstanceOf(ApprovalStatus.Rejected.class);
    assertThat(bank.channel.sends.get()).isZero();
  }

  @Test
  void aNewMessageMakesTheProposalStale() {
    Approval held = held();
    assistant.accept(Bank.says("m-2", "No wait!"));

    Answer late = assistant.decide(Bank.CHAT, held.id(), Decision.approve("eve", held.hash()));

    assertThat(late.approval().status()).isInstanceOf(ApprovalStatus.Superseded.class);
    assistant.deliverDue(Bank.CONTEXT);
    assertThat(bank.channel.sends.get()).isZero();
  }

  @Test
  void ofEightDecisionsAtOnceTheFirstCounts() throws Exception {
    Approval held = held();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Callable<Answer>> calls =
          IntStream.range(0, 8)
              .<Callable<Answer>>mapToObj(
                  i ->
                      () ->
                          assistant.decide(
                              Bank.CHAT,
                              held.id(),
                              i % 2 == 0
                                  ? Decision.approve("p" + i, held.hash())
                                  : Decision.reject("p" + i, held.hash(), "no")))
              .toList();
      List<Future<Answer>> futures = threads.invokeAll(calls);
      ApprovalStatus first = futures.get(0).get().approval().status();
      for (Future<Answer> future : futures) {
        assertThat(future.get().approval().status()).isEqualTo(first);
      }
      assistant.deliverDue(Bank.CONTEXT);
      int sent = first instanceof ApprovalStatus.Approved ? 1 : 0;
      assertThat(bank.channel.sends.get()).isEqualTo(sent);
    }
  }

  @Test
  void aProposalThatNobodyDecidesOnExpires() {
    Approval held = held();
    bank.clock.advance(Duration.ofHours(24));
    assistant.runDue();

    Answer late = assistant.decide(Bank.CHAT, held.id(), Decision.approve("eve", held.hash()));

    assertThat(late.approval().status()).isInstanceOf(ApprovalStatus.Expired.class);
    assertThat(assistant.runDue()).isZero();
  }

  @Test
  void aDecisionAtTheInstantOfExpiryIsTooLateAlsoWithoutTheTimer() {
    Approval held = held();
    bank.clock.advance(Duration.ofHours(24));
    Answer late = assistant.decide(Bank.CHAT, held.id(), Decision.approve("eve", held.hash()));
    assertThat(late.approval().status()).isInstanceOf(ApprovalStatus.Expired.class);
  }

  @Test
  void anUnknownApprovalIsRefusedByName() {
    held();
    assertThatThrownBy(() -> assistant.decide(Bank.CHAT, "nope", Decision.approve("eve", "")))
        .isInstanceOf(ApprovalNotFound.class)
        .hasMessageContaining("nope");
  }

  @Test
  void aProposalMadeWhileTheNextMessageWaitedIsStaleFromTheBeginning() {
    assistant.accept(Bank.says("m-1", "Send $5,000 to Bob"));
    assistant.accept(Bank.says("m-2", "Wait, make it $6,000"));
    assistant.process(Bank.CHAT, Bank.CONTEXT);

    ConversationView view = assistant.view(Bank.CHAT);
    assertThat(view.approvals()).hasSize(2);
    Approval stale = view.approvals().get(0);
    assertThat(stale.status()).isInstanceOf(ApprovalStatus.Superseded.class);
    assertThat(view.pendingApproval().orElseThrow().request().proposal().value())
        .asString()
        .contains("6000");

    assistant.decide(Bank.CHAT, stale.id(), Decision.approve("eve", stale.hash()));
    assistant.deliverDue(Bank.CONTEXT);
    assertThat(bank.channel.sends.get()).isZero();
    bank.clock.advance(Duration.ofHours(24));
    assistant.runDue();
    assertThat(assistant.view(Bank.CHAT).pendingApproval()).isEmpty();
  }

  @Test
  void whatMakesAProposalStaleTakesItOutOfTheInboxAtOnce() {
    Approval held = held();
    assertThat(assistant.approvals().inbox("acme").first(10).entries())
        .extracting(InboxEntry::approval)
        .containsExactly(held.id());

    assistant.accept(Bank.says("m-2", "No wait!"));

    assertThat(assistant.approvals().inbox("acme").first(10).entries()).isEmpty();
    assertThat(assistant.approvals().find(Bank.CHAT.subject(), held.id()).orElseThrow().status())
        .isInstanceOf(ApprovalStatus.Superseded.class);
  }

  @Test
  void twoOfARoleDecideWhereTheAssistantSaysSo() {
    Assistant strict =
        bank.builder()
            .approvers(
                Deciders.roles("lead").quorum(2),
                (tenant, person) -> person.startsWith("lead") ? Set.of("lead") : Set.of())
            .approvalDue(Due.in(Duration.ofHours(2)))
            .build();
    strict.handle(Bank.says("m-1", "Send $5,000 to Bob"), Bank.CONTEXT);
    Approval held = strict.view(Bank.CHAT).pendingApproval().orElseThrow();

    assertThat(strict.decide(Bank.CHAT, held.id(), Decision.approve("eve", held.hash())))
        .isInstanceOf(Answer.Refused.class);
    strict.decide(Bank.CHAT, held.id(), Decision.approve("lead-1", held.hash()));
    strict.deliverDue(Bank.CONTEXT);
    assertThat(bank.channel.sends.get()).isZero();
    strict.decide(Bank.CHAT, held.id(), Decision.approve("lead-2", held.hash()));
    strict.deliverDue(Bank.CONTEXT);

    assertThat(bank.channel.sends.get()).isEqualTo(1);
    assertThat(held.closes()).isEqualTo(bank.clock.instant().plus(Duration.ofHours(2)));
  }

  @Test
  void anApprovalKnowsThatItsReplyWasDelivered() {
    Approval held = held();
    assistant.decide(Bank.CHAT, held.id(), Decision.approve("eve", held.hash()));
    assistant.deliverDue(Bank.CONTEXT);
    assertThat(assistant.view(Bank.CHAT).approvals().getFirst().status())
        .isInstanceOf(ApprovalStatus.Executed.class);
  }

  @Test
  void anEditedReplyWithoutATextIsRefusedAndNothingIsDecided() {
    Approval held = held();
    for (Json nothing : List.of(Json.of(" "), Json.of(1), Json.NULL)) {
      assertThat(assistant.decide(Bank.CHAT, held.id(), Decision.edit("eve", held.hash(), nothing)))
          .isInstanceOf(Answer.Refused.class);
    }
    assertThat(assistant.view(Bank.CHAT).pendingApproval()).isPresent();
  }

  @Test
  void aHostTakesTheDecisionsOfAllItsPartsInOnePlace() {
    Approval held = held();
    Approvals.Builder host = Approvals.newBuilder(bank.store, bank.clock);
    assistant.approvalHandlers().forEach(host::handler);
    host.build().decide(Bank.CHAT.subject(), held.id(), Decision.approve("eve", held.hash()));
    assistant.deliverDue(Bank.CONTEXT);
    assertThat(bank.channel.sends.get()).isEqualTo(1);
  }
}
