package dev.atom.approval;

import dev.atom.approval.ApprovalStatus.Outcome;
import dev.atom.approval.ApprovalStatus.Pending;
import dev.atom.json.Json;
import dev.atom.store.Event;
import dev.atom.store.Subject;
import java.util.ArrayList;
import java.util.List;

/**
 * The state machine: what an event makes of an approval. What does not fit its status changes nothing,
 * so that the first end is the only one, whatever was appended past the checks.
 */
final class Transitions {
  private Transitions() {}

  /** Reads an approval from the event that asks for it. */
  static Approval opened(Subject subject, Event event) {
    return new Approval(
        subject,
        ApprovalEvents.request(event.data()),
        ApprovalEvents.times(event),
        new Pending(List.of(), 0, false));
  }

  static Approval after(Approval approval, Event event) {
    return switch (approval.status()) {
      case Pending pending -> approval.in(after(pending, event));
      case Outcome outcome -> approval.in(carriedOut(approval, outcome, event));
      case ApprovalStatus.Failed failed ->
          approval.in(
              event.type().equals(ApprovalEvents.EXECUTED)
                      || event.type().equals(ApprovalEvents.FAILED)
                  ? carriedOut(approval, failed.of(), event)
                  : failed);
      case ApprovalStatus.Executed executed -> approval;
    };
  }

  private static ApprovalStatus after(Pending pending, Event event) {
    Json.Obj data = event.data();
    return switch (event.type()) {
      case ApprovalEvents.VOTED -> voted(pending, ApprovalEvents.vote(event));
      case ApprovalEvents.DECIDED -> decided(pending, event);
      case ApprovalEvents.REMINDED ->
          new Pending(pending.votes(), pending.reminded() + 1, pending.overdue());
      case ApprovalEvents.OVERDUE -> new Pending(pending.votes(), pending.reminded(), true);
      case ApprovalEvents.EXPIRED ->
          new ApprovalStatus.Expired(OnExpiry.named(Form.text(data, "then")), event.at());
      case ApprovalEvents.SUPERSEDED ->
          new ApprovalStatus.Superseded(Form.text(data, "by"), event.at());
      case ApprovalEvents.WITHDRAWN ->
          new ApprovalStatus.Withdrawn(
              event.event().actor(), Form.text(data, "reason"), event.at());
      default -> pending;
    };
  }

  private static Pending voted(Pending pending, Vote vote) {
    return new Pending(with(pending, vote), pending.reminded(), pending.overdue());
  }

  /** The same person counts once. */
  static List<Vote> with(Pending pending, Vote vote) {
    List<Vote> votes = new ArrayList<>(pending.votes());
    if (votes.stream().noneMatch(known -> known.person().equals(vote.person()))) {
      votes.add(vote);
    }
    return votes;
  }

  private static ApprovalStatus decided(Pending pending, Event event) {
    Json.Obj data = event.data();
    Vote vote = ApprovalEvents.vote(event);
    return switch (Form.text(data, "verdict")) {
      case "approve" -> new ApprovalStatus.Approved(with(pending, vote));
      case "edit" ->
          new ApprovalStatus.Edited(
              vote,
              data.get("value").orElse(Json.NULL),
              ProposalEdit.fromJson(Form.object(data, "edit")));
      case "reject" -> new ApprovalStatus.Rejected(vote, Form.text(data, "reason"));
      case "revise" -> new ApprovalStatus.RevisionAsked(vote, Form.text(data, "feedback"));
      case "take_over" -> new ApprovalStatus.TakenOver(vote);
      default -> // a newer version's verdict: settled, and nothing that is known may be done
          new ApprovalStatus.Rejected(vote, "decided by a newer version");
    };
  }

  private static ApprovalStatus carriedOut(Approval approval, Outcome outcome, Event event) {
    if (approval.granted().isEmpty()) {
      return outcome;
    }
    return switch (event.type()) {
      case ApprovalEvents.EXECUTED ->
          new ApprovalStatus.Executed(outcome, event.at(), Form.text(event.data(), "detail"));
      case ApprovalEvents.FAILED ->
          new ApprovalStatus.Failed(outcome, event.at(), Form.text(event.data(), "error"));
      default -> outcome;
    };
  }
}
