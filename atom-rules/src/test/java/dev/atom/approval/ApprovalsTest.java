package dev.atom.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.json.Json;
import dev.atom.store.Append;
import dev.atom.time.DaySpan;
import dev.atom.time.WorkCalendar;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ApprovalsTest {
  private final Desk desk = new Desk();
  private final Approvals approvals = desk.approvals;

  private Answer decide(Decision decision) {
    return approvals.decide(Desk.CASE, "a-1", decision);
  }

  private ApprovalStatus status() {
    return approvals.find(Desk.CASE, "a-1").orElseThrow().status();
  }

  private static Refusal.Reason refusal(Answer answer) {
    assertThat(answer).isInstanceOf(Answer.Refused.class);
    return ((Answer.Refused) answer).refusal().reason();
  }

  @Test
  void whatIsApprovedIsPlannedInTheSameAppend() {
    Approval asked = desk.asked();
    long before = desk.store.version(Desk.CASE);

    Answer answer = decide(Decision.approve("eve", asked.hash()));

    assertThat(answer).isInstanceOf(Answer.Counted.class);
    assertThat(desk.store.version(Desk.CASE)).isEqualTo(before + 1);
    assertThat(desk.payments()).hasSize(1);
    assertThat(desk.payments().getFirst().payload().get("value")).contains(Desk.REFUND);
    assertThat(desk.jobs("approval:refunds")).isEmpty();
  }

  @Test
  void theFirstDecisionStandsAndRepeatsAreAnsweredWithIt() {
    Approval asked = desk.asked();
    decide(Decision.reject("eve", asked.hash(), "no receipt"));

    Answer late = decide(Decision.approve("mallory", asked.hash()));

    assertThat(late).isInstanceOf(Answer.Stood.class);
    assertThat(late.approval().status()).isInstanceOf(ApprovalStatus.Rejected.class);
    assertThat(desk.payments()).isEmpty();
  }

  @Test
  void askedAgainUnderTheSameIdNothingIsWritten() {
    Approval asked = desk.asked();
    assertThat(desk.asked().times()).isEqualTo(asked.times());
    assertThat(desk.events()).containsExactly("approval_requested");
  }

  @Test
  void anEditKeepsTheDifference() {
    Approval asked = desk.asked();
    Json less =
        Json.object().put("order", "o-7").put("amount", 200).put("note", "So sorry!").build();

    decide(Decision.edit("eve", asked.hash(), less));

    ApprovalStatus.Edited edited = (ApprovalStatus.Edited) status();
    assertThat(edited.edit().changes())
        .extracting(ProposalEdit.Change::path)
        .containsExactly("/amount", "/note");
    assertThat(edited.edit().distance()).isEqualTo(3);
    assertThat(desk.payments().getFirst().payload().get("value")).contains(less);
  }

  @Test
  void aSecondPersonIsNeededWhereTheQuorumIsTwo() {
    Approval asked =
        approvals.request(
            Desk.CASE, Desk.refund("a-1").deciders(Deciders.roles("lead").quorum(2)).build());

    assertThat(decide(Decision.approve("lead-1", asked.hash()))).isInstanceOf(Answer.Counted.class);
    assertThat(decide(Decision.approve("lead-1", asked.hash()))).isInstanceOf(Answer.Stood.class);
    assertThat(status()).isInstanceOf(ApprovalStatus.Pending.class);
    assertThat(desk.payments()).isEmpty();
    decide(Decision.approve("lead-2", asked.hash()));

    assertThat(((ApprovalStatus.Approved) status()).votes())
        .extracting(Vote::person)
        .containsExactly("lead-1", "lead-2");
    assertThat(desk.payments()).hasSize(1);
  }

  @Test
  void whoMayNotDecideIsRefusedAndNothingIsStored() {
    Approval asked =
        approvals.request(
            Desk.CASE,
            Desk.refund("a-1")
                .requestedBy("lead-1")
                .deciders(new Deciders(Set.of("lead"), Set.of("eve"), 1, false))
                .build());
    assertThat(refusal(decide(Decision.approve("bob", asked.hash()))))
        .isEqualTo(Refusal.Reason.NOT_A_DECIDER);
    assertThat(refusal(decide(Decision.approve("lead-1", asked.hash()))))
        .isEqualTo(Refusal.Reason.SELF_APPROVAL);
    assertThat(refusal(decide(Decision.edit("lead-1", asked.hash(), Json.of(1)))))
        .isEqualTo(Refusal.Reason.SELF_APPROVAL);
    assertThat(desk.events()).containsExactly("approval_requested");
    assertThat(decide(Decision.approve("eve", asked.hash()))).isInstanceOf(Answer.Counted.class);
  }

  @Test
  void aDecisionNamesExactlyTheProposalThatWasSeen() { // raullenchai/vnsh#62
    desk.asked();
    String other = Proposal.of(Json.of("another")).hash();
    assertThat(refusal(decide(Decision.approve("eve", other))))
        .isEqualTo(Refusal.Reason.OTHER_PROPOSAL);
    assertThat(status()).isInstanceOf(ApprovalStatus.Pending.class);
  }

  @Test
  void aSupersededApprovalCanNotBeActedOn() { // GuthL/itai-wa#70
    Approval asked = desk.asked();
    desk.says("m-2");

    Answer late = decide(Decision.approve("eve", asked.hash()));

    assertThat(late).isInstanceOf(Answer.Stood.class);
    assertThat(((ApprovalStatus.Superseded) late.approval().status()).by()).isEqualTo("m-2");
    assertThat(desk.payments()).isEmpty();
    assertThat(desk.jobs("approval:refunds")).isEmpty();
  }

  @Test
  void whatCameBetweenTheBaseVersionAndTheRequestMakesItStaleToo() {
    desk.says("m-1");
    desk.says("m-2");
    Approval asked = approvals.request(Desk.CASE, Desk.refund("a-1").madeOn(1).build());
    Answer late = decide(Decision.approve("eve", asked.hash()));
    assertThat(((ApprovalStatus.Superseded) late.approval().status()).by()).isEqualTo("m-2");
  }

  @Test
  void whatMakesItStaleSupersedesItInTheSameAppend() { // getmunin/munin#836
    Approval asked = desk.asked();
    Append.Builder reply = Append.to(Desk.CASE).expect(1).event(Desk.said("m-2"));
    asked.supersede(reply, "m-2", "customer");
    desk.store.append(reply.build());

    assertThat(status()).isInstanceOf(ApprovalStatus.Superseded.class);
    assertThat(desk.jobs("approval:refunds")).isEmpty();
  }

  @Test
  void anOldYesIsNotUsedForALaterProposal() { // mastra-ai/mastra#15480
    Approval first = desk.asked();
    decide(Decision.revise("eve", first.hash(), "too much"));
    Approval second =
        approvals.request(Desk.CASE, ApprovalRequest.revision(first(), Json.of("50 only")).build());

    assertThat(second.id()).isEqualTo("a-1#2");
    assertThat(refusal(approvals.decide(Desk.CASE, "a-1#2", Decision.approve("eve", first.hash()))))
        .isEqualTo(Refusal.Reason.OTHER_PROPOSAL);
    assertThat(decide(Decision.approve("eve", first.hash()))).isInstanceOf(Answer.Stood.class);
    assertThat(desk.payments()).isEmpty();
  }

  private Approval first() {
    return approvals.find(Desk.CASE, "a-1").orElseThrow();
  }

  @Test
  void whatCanNotBeDoneIsNotDecided() { // margince/margince#1296
    Approval asked = desk.asked();
    desk.refunds.obstacle = Optional.of("the mailbox is not connected");

    Answer answer = decide(Decision.approve("eve", asked.hash()));

    assertThat(refusal(answer)).isEqualTo(Refusal.Reason.NOT_READY);
    assertThat(((Answer.Refused) answer).refusal().message()).contains("mailbox");
    assertThat(desk.events()).containsExactly("approval_requested");
    assertThat(decide(Decision.reject("eve", asked.hash(), "then not"))) // needs no mailbox
        .isInstanceOf(Answer.Counted.class);
  }

  @Test
  void itCanBeSentBackOnlySoOften() { // markdconnelly/ImperionCRM_Backend#498
    Approval waits = approvals.request(Desk.CASE, Desk.refund("a-1").revisions(2).build());
    for (int round = 2; round <= 3; round++) {
      approvals.decide(Desk.CASE, waits.id(), Decision.revise("eve", waits.hash(), "no"));
      Approval back = approvals.find(Desk.CASE, waits.id()).orElseThrow();
      waits =
          approvals.request(
              Desk.CASE, ApprovalRequest.revision(back, Json.of("try " + round)).build());
      assertThat(waits.request().round()).isEqualTo(round);
    }
    assertThat(waits.id()).isEqualTo("a-1#3");
    assertThat(
            refusal(
                approvals.decide(
                    Desk.CASE, waits.id(), Decision.revise("eve", waits.hash(), "again"))))
        .isEqualTo(Refusal.Reason.NO_MORE_REVISIONS);
  }

  @Test
  void theWaitingAgentIsToldNotToSendAgain() { // ever-works/ever-works#2418
    Json.Obj result = Held.of(desk.asked()).toJson();
    assertThat(result.text("status")).contains("held");
    assertThat(result.text("note").orElseThrow()).contains("Do not send");
  }

  @Test
  void anApprovalSurvivesTheProcessAndLeavesAnAudit() { // google/adk-python-community#111
    Approval asked = desk.asked();
    Desk other = new Desk(desk.store);
    other.approvals.decide(Desk.CASE, "a-1", Decision.approve("eve", asked.hash()).over("email"));
    assertThat(ApprovalLedger.read(desk.store, Desk.CASE).all().getFirst().status())
        .isInstanceOf(ApprovalStatus.Approved.class);
    assertThat(desk.store.read(Desk.CASE, 0, 10).getLast().data().text("channel"))
        .contains("email");
  }

  @Test
  void whatNobodyDecidesOnLapses() { // langchain4j/langchain4j#3405
    Approval asked = desk.asked();
    desk.clock.advance(Duration.ofHours(24));
    assertThat(desk.runDue()).isEqualTo(1);

    assertThat(((ApprovalStatus.Expired) status()).then()).isEqualTo(OnExpiry.REJECT);
    assertThat(decide(Decision.approve("eve", asked.hash()))).isInstanceOf(Answer.Stood.class);
    assertThat(desk.payments()).isEmpty();
    assertThat(desk.jobs("approval:refunds")).isEmpty();
  }

  @Test
  void aDecisionAtTheInstantItLapsesIsTooLateAlsoWithoutTheTimer() {
    Approval asked = desk.asked();
    desk.clock.advance(Duration.ofHours(24));
    Answer late = decide(Decision.approve("eve", asked.hash()));
    assertThat(late).isInstanceOf(Answer.Stood.class);
    assertThat(late.approval().status()).isInstanceOf(ApprovalStatus.Expired.class);
  }

  @Test
  void keptItIsOverdueAndLapsesLater() {
    Approval asked =
        approvals.request(Desk.CASE, Desk.refund("a-1").keepFor(Duration.ofDays(2)).build());
    desk.clock.advance(Duration.ofHours(24));
    desk.runDue();
    assertThat(((ApprovalStatus.Pending) status()).overdue()).isTrue();
    desk.clock.advance(Duration.ofDays(1));
    assertThat(decide(Decision.approve("eve", asked.hash()))).isInstanceOf(Answer.Counted.class);
  }

  @Test
  void keptItLapsesInTheEnd() {
    approvals.request(Desk.CASE, Desk.refund("a-1").keepFor(Duration.ofDays(2)).build());
    desk.clock.advance(Duration.ofDays(3));
    desk.runDue();
    assertThat(((ApprovalStatus.Expired) status()).then()).isEqualTo(OnExpiry.KEEP);
  }

  @Test
  void nothingApprovesItselfUnlessTheHostAllowsItsKind() { // n8n-io/n8n#25311
    assertThatThrownBy(
            () ->
                approvals.request(
                    Desk.CASE, Desk.refund("a-1").onExpiry(OnExpiry.AUTO_APPROVE).build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("refund");
    Append.Builder past = Append.to(Desk.CASE); // past the service, as a program may
    Desk.refund("a-1").onExpiry(OnExpiry.AUTO_APPROVE).build().addTo(past, Desk.START);
    desk.store.append(past.build());
    desk.clock.advance(Duration.ofHours(24));
    desk.runDue();
    assertThat(((ApprovalStatus.Expired) status()).then()).isEqualTo(OnExpiry.HAND_OVER);
    assertThat(desk.payments()).isEmpty();
  }

  @Test
  void whatMayApproveItselfDoesUnlessSomethingStandsAgainstIt() {
    ApprovalRequest.Builder small =
        Desk.refund("a-1").kind("small-refund").onExpiry(OnExpiry.AUTO_APPROVE);
    approvals.request(Desk.CASE, small.build());
    desk.clock.advance(Duration.ofHours(24));
    desk.runDue();
    assertThat(desk.payments()).hasSize(1);

    Desk other = new Desk();
    other.approvals.request(Desk.CASE, small.build());
    other.refunds.obstacle = Optional.of("no money");
    other.clock.advance(Duration.ofHours(24));
    other.runDue();
    assertThat(other.payments()).isEmpty();
    assertThat(other.approvals.find(Desk.CASE, "a-1").orElseThrow().status())
        .isEqualTo(new ApprovalStatus.Expired(OnExpiry.HAND_OVER, other.clock.instant()));
  }

  @Test
  void remindersHappenInTheirOrderAndOnce() {
    approvals.request(
        Desk.CASE,
        Desk.refund("a-1")
            .remind("escalate", Due.in(Duration.ofHours(8)))
            .remind("nudge", Due.in(Duration.ofHours(4)))
            .build());
    desk.clock.advance(Duration.ofHours(4));
    desk.runDue();
    assertThat(desk.jobs("mail")).extracting(job -> job.name()).containsExactly("nudge:a-1");
    assertThat(desk.runDue()).isZero();
    desk.clock.advance(Duration.ofHours(10));
    desk.runDue();
    assertThat(desk.jobs("mail")).hasSize(2);
    desk.clock.advance(Duration.ofHours(10));
    desk.runDue();
    assertThat(desk.events())
        .containsExactly(
            "approval_requested", "approval_reminded", "approval_reminded", "approval_expired");
  }

  @Test
  void aDueTimeInWorkingTimeIsNotOverTheWeekend() {
    WorkCalendar office =
        WorkCalendar.newBuilder(ZoneId.of("Europe/Berlin"))
            .weekdays(DaySpan.parse("09:00-17:00"))
            .build();
    desk.clock.advance(Duration.between(Desk.START, Instant.parse("2026-03-06T15:30:00Z")));
    Approval asked =
        approvals.request(
            Desk.CASE, Desk.refund("a-1").due(Due.working(office, Duration.ofHours(1))).build());
    assertThat(asked.times().due()).isEqualTo(Instant.parse("2026-03-09T08:30:00Z"));
    assertThat(asked.request().due()).isEqualTo(Due.working(office, Duration.ofHours(1)));
  }

  @Test
  void whoAskedCanWithdrawAndOthersCanTakeOver() {
    Approval asked = desk.asked();
    assertThat(approvals.withdraw(Desk.CASE, "a-1", "ann", "solved").status())
        .isInstanceOf(ApprovalStatus.Withdrawn.class);
    assertThat(decide(Decision.takeOver("eve", asked.hash()))).isInstanceOf(Answer.Stood.class);

    Approval next = approvals.request(Desk.CASE, Desk.refund("a-2").build());
    approvals.decide(Desk.CASE, "a-2", Decision.takeOver("eve", next.hash()));
    assertThat(approvals.withdraw(Desk.CASE, "a-2", "ann", "solved").status())
        .isInstanceOf(ApprovalStatus.TakenOver.class);
    assertThat(desk.payments()).isEmpty();
  }

  @Test
  void executionChecksAgainAndIsKept() {
    Approval asked = desk.asked();
    assertThat(approvals.execution(Desk.CASE, "a-1")).isInstanceOf(Execution.Refused.class);
    decide(Decision.approve("eve", asked.hash()));
    desk.refunds.obstacle = Optional.of("no money");
    assertThat(approvals.execution(Desk.CASE, "a-1")).isInstanceOf(Execution.Refused.class);
    approvals.failed(Desk.CASE, "a-1", "payer", "no money");
    desk.refunds.obstacle = Optional.empty();
    assertThat(approvals.execution(Desk.CASE, "a-1"))
        .isInstanceOfSatisfying(
            Execution.Go.class, go -> assertThat(go.value()).isEqualTo(Desk.REFUND));
    approvals.executed(Desk.CASE, "a-1", "payer", "receipt 9");
    approvals.executed(Desk.CASE, "a-1", "payer", "receipt 9");
    assertThat(approvals.execution(Desk.CASE, "a-1")).isInstanceOf(Execution.Done.class);
    assertThat(desk.events())
        .containsExactly(
            "approval_requested", "approval_decided", "approval_failed", "approval_executed");
    assertThat(status().outcome().orElseThrow()).isInstanceOf(ApprovalStatus.Approved.class);
  }

  @Test
  void whatWasNotGrantedCanNotBeExecuted() {
    Approval asked = desk.asked();
    decide(Decision.reject("eve", asked.hash(), "no"));
    assertThatThrownBy(() -> approvals.executed(Desk.CASE, "a-1", "payer", ""))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void anUnknownApprovalOrHandlerIsNamed() {
    assertThatThrownBy(() -> decide(Decision.approve("eve", "x")))
        .isInstanceOf(ApprovalNotFound.class)
        .hasMessageContaining("a-1");
    ApprovalRequest foreign = ApprovalRequest.newBuilder("a-9", "flows", Json.of(1)).build();
    assertThatThrownBy(() -> approvals.request(Desk.CASE, foreign))
        .isInstanceOf(HandlerMissing.class)
        .hasMessageContaining("flows");
    assertThat(desk.events()).isEmpty();
  }

  @Test
  void anApprovalFarBackInALongSubjectIsFound() {
    Approval asked = desk.asked();
    Append.Builder noise = Append.to(Desk.CASE);
    for (int i = 0; i < 350; i++) {
      noise.event(new dev.atom.store.NewEvent("noted", Json.Obj.EMPTY, "ann", Optional.empty()));
    }
    desk.store.append(noise.build());
    assertThat(decide(Decision.approve("eve", asked.hash()))).isInstanceOf(Answer.Counted.class);
  }

  @Test
  void aRequestIsReadAsItWasWritten() {
    ApprovalRequest all =
        Desk.refund("a-1")
            .deciders(new Deciders(Set.of("lead"), Set.of("eve", "bob"), 2, true))
            .madeOn(0)
            .due(Due.in(Duration.ofHours(3)))
            .remind("nudge", Due.in(Duration.ofHours(1)))
            .keepFor(Duration.ofDays(4))
            .revisions(1)
            .channels(List.of("inbox", "email"))
            .data(Json.object().put("step", "pay/1").build())
            .build();
    approvals.request(Desk.CASE, all);
    ApprovalRequest read = first().request();
    assertThat(read).usingRecursiveComparison().isEqualTo(all);
  }
}
