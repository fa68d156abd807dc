package dev.atom.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atom.json.Json;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ApprovalMetricsTest {
  private final Desk desk = new Desk();

  private void decide(String id, Verdict verdict) {
    Approval asked = desk.approvals.request(Desk.CASE, Desk.refund(id).build());
    desk.clock.advance(Duration.ofMinutes(10));
    desk.approvals.decide(Desk.CASE, id, Decision.of("eve", asked.hash(), verdict).over("email"));
  }

  private ApprovalMetrics metrics() {
    return ApprovalMetrics.of(Desk.CASE, desk.store.read(Desk.CASE, 0, 100));
  }

  @Test
  void countsWhatPeopleMakeOfProposals() {
    decide("a-1", new Verdict.Approve());
    decide("a-2", new Verdict.Approve());
    desk.approvals.executed(Desk.CASE, "a-1", "payer", "done");
    Json.Obj less = ((Json.Obj) Desk.REFUND).toBuilder().put("note", "So sorry!").build();
    decide("a-3", new Verdict.Edit(less));
    decide("a-4", new Verdict.Reject("fraud"));
    desk.approvals.request(Desk.CASE, Desk.refund("a-5").kind("credit").build());

    ApprovalMetrics.Counts refunds = metrics().kinds().get("refund");
    assertThat(refunds.asked()).isEqualTo(4);
    assertThat(refunds.statuses()).isEqualTo(Map.of("APPROVED", 2L, "EDITED", 1L, "REJECTED", 1L));
    assertThat(refunds.reasons()).isEqualTo(Map.of("over-100", 4L));
    assertThat(refunds.editDistance()).isEqualTo(3);
    assertThat(refunds.decisionTime()).isEqualTo(Duration.ofMinutes(40));
    assertThat(refunds.unchanged().orElseThrow()).isCloseTo(0.5, within(1e-9));
    assertThat(metrics().kinds().get("credit").count("PENDING")).isEqualTo(1);
    assertThat(metrics().kinds().get("credit").unchanged()).isEmpty();
    assertThat(metrics().plus(metrics()).kinds().get("refund").asked()).isEqualTo(8);
    assertThat(ApprovalMetrics.NONE.plus(metrics())).isEqualTo(metrics());
  }

  @Test
  void theHistorySaysWhoDidWhatWithWhichProposal() {
    decide("a-1", new Verdict.Reject("fraud"));
    assertThat(ApprovalHistory.of(desk.store.read(Desk.CASE, 0, 100)))
        .extracting(ApprovalHistory.Line::text)
        .containsExactly(
            "2026-03-02T09:00:00Z ann asked for \"a-1\" ("
                + Proposal.of(Desk.REFUND).hash().substring(0, 8)
                + ")",
            "2026-03-02T09:10:00Z eve rejected \"a-1\" ("
                + Proposal.of(Desk.REFUND).hash().substring(0, 8)
                + ") over email: fraud");
  }

  @Test
  void editDistancesAreThoseOfLevenshtein() {
    assertThat(EditDistance.between("kitten", "sitting")).isEqualTo(3);
    assertThat(EditDistance.between("", "abc")).isEqualTo(3);
    assertThat(EditDistance.between("flaw", "lawn")).isEqualTo(2);
    assertThat(EditDistance.between("same", "same")).isZero();
    assertThat(EditDistance.between("a\uD83D\uDE00b", "a\uD83D\uDE01b")).isEqualTo(1);
    assertThat(EditDistance.between("x".repeat(100_000), "y".repeat(90_000))).isEqualTo(100_000);
  }

  @Test
  void equalValuesHaveTheSameHashAndOthersDoNot() {
    Json one = Json.parse("{\"a\":1.0,\"b\":[1e2,0,0.0,{\"x\":null,\"y\":\"z\"}]}");
    Json same = Json.parse("{\"b\":[100,0.00,0,{\"y\":\"z\",\"x\":null}],\"a\":1}");
    assertThat(one).isEqualTo(same);
    assertThat(Proposal.of(one).hash()).isEqualTo(Proposal.of(same).hash());
    assertThat(Proposal.of(Json.parse("[1,2]")).hash())
        .isNotEqualTo(Proposal.of(Json.parse("[2,1]")).hash());
    assertThat(Proposal.of(Json.of("1")).hash()).isNotEqualTo(Proposal.of(Json.of(1)).hash());
    for (String huge : new String[] {"1e999999999", "1000e2147483640", "-5e-2147483640"}) {
      assertThat(Proposal.of(Json.parse(huge)).hash()).hasSize(64);
    }
  }

  @Test
  void anEditNamesEveryPlaceThatDiffers() {
    ProposalEdit edit =
        ProposalEdit.between(
            Json.parse("{\"a/b\":1,\"c\":[1,2,3],\"gone\":\"abc\",\"t\":[1]}"),
            Json.parse("{\"a/b\":2,\"c\":[1,5],\"new\":\"xy\",\"t\":\"text\"}"));
    assertThat(edit.changes())
        .extracting(ProposalEdit.Change::path)
        .containsExactly("/a~1b", "/c/1", "/c/2", "/gone", "/t", "/new");
    assertThat(edit.distance()).isEqualTo(3 + 4 + 2);
    assertThat(ProposalEdit.fromJson(edit.toJson())).isEqualTo(edit);
  }
}
