package dev.atom.approval;

import dev.atom.approval.ApprovalStatus.Pending;
import dev.atom.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;

/** Which decisions are allowed on an approval that waits, and what they do. Pure functions. */
final class DecisionCheck {
  private DecisionCheck() {}

  static Optional<Refusal> of(Approval approval, Decision decision, Set<String> roles) {
    ApprovalRequest request = approval.request();
    Deciders deciders = request.deciders();
    boolean grants =
        decision.verdict() instanceof Verdict.Approve || decision.verdict() instanceof Verdict.Edit;
    if (!deciders.admits(decision.person(), roles)) {
      return refused(
          Refusal.Reason.NOT_A_DECIDER,
          decision.person() + " may not decide on it; who may are " + deciders.toJson());
    }
    if (grants && !deciders.selfApproval() && decision.person().equals(request.requestedBy())) {
      return refused(
          Refusal.Reason.SELF_APPROVAL,
          decision.person() + " has asked for it; somebody else has to approve it");
    }
    if (!same(decision.hash(), approval.hash())) {
      return refused(
          Refusal.Reason.OTHER_PROPOSAL,
          "the decision is on another proposal than the one that waits; look at it again");
    }
    if (decision.verdict() instanceof Verdict.Revise && request.round() > request.revisions()) {
      return refused(
          Refusal.Reason.NO_MORE_REVISIONS,
          "it was sent back " + request.revisions() + " times; decide, or take it over");
    }
    if (decision.verdict() instanceof Verdict.Edit && deciders.quorum() > 1) {
      return refused(
          Refusal.Reason.EDIT_NEEDS_AGREEMENT,
          deciders.quorum() + " must agree on the same; ask for another proposal instead");
    }
    return Optional.empty();
  }

  private static Optional<Refusal> refused(Refusal.Reason reason, String message) {
    return Optional.of(new Refusal(reason, message));
  }

  /** Takes as long whatever differs. */
  static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  /** Whether the decision ends it; else it is one vote of several that are needed. */
  static boolean decides(Approval approval, Pending pending, Decision decision) {
    return !(decision.verdict() instanceof Verdict.Approve)
        || pending.votes().size() + 1 >= approval.request().deciders().quorum();
  }

  /** What the decision lets happen. */
  static Optional<Json> grants(Approval approval, Pending pending, Decision decision) {
    return switch (decision.verdict()) {
      case Verdict.Approve approve ->
          decides(approval, pending, decision)
              ? Optional.of(approval.request().proposal().value())
              : Optional.empty();
      case Verdict.Edit edit -> Optional.of(edit.value());
      case Verdict.Reject reject -> Optional.empty();
      case Verdict.Revise revise -> Optional.empty();
      case Verdict.TakeOver takeOver -> Optional.empty();
    };
  }
}
