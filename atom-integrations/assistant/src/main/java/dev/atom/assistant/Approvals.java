package dev.atom.assistant;

import dev.atom.conversation.Conversation;
import dev.atom.conversation.Message;
import dev.atom.store.Append;
import dev.atom.store.VersionConflict;
import java.util.Optional;

/** Decides on proposals: once, and only on those that are not stale. */
final class Approvals {
  private static final int TRIES = 20;

  private final Parts parts;

  Approvals(Parts parts) {
    this.parts = parts;
  }

  Approval decide(Conversation conversation, String id, Approval.Decision decision) {
    parts.requireChannel(conversation);
    for (int i = 0; i < TRIES; i++) {
      ConversationState state = parts.read(conversation);
      Approval approval =
          state.approval(id).orElseThrow(() -> new ApprovalNotFound(conversation.id(), id));
      if (!(approval.state() instanceof Approval.Pending pending)) {
        return approval;
      }
      if (!parts.clock.instant().isBefore(pending.until())) {
        expire(conversation);
        continue;
      }
      Append.Builder append =
          Append.to(conversation.subject())
              .expect(state.version())
              .event(EventForms.decided(id, decision))
              .cancel(DueWork.approval(conversation));
      text(approval, decision)
          .ifPresent(
              text -> {
                Message reply =
                    Message.of(parts.ids.next(), Parts.author(), parts.clock.instant(), text);
                append.event(EventForms.sent(reply, id));
                Outgoing.effect(append, conversation, reply);
              });
      if (written(append)) {
        return parts.read(conversation).approval(id).orElseThrow();
      }
    }
    throw new TurnContended(conversation.id(), TRIES);
  }

  private static Optional<String> text(Approval approval, Approval.Decision decision) {
    return switch (decision.verdict()) {
      case Approval.Approve approve -> Optional.of(approval.text());
      case Approval.Edit edit -> Optional.of(edit.text());
      case Approval.Reject reject -> Optional.empty();
    };
  }

  /** Expires the pending proposal if its time is over, and clears the timer of a settled one. */
  void expire(Conversation conversation) {
    ConversationState state = parts.read(conversation);
    Optional<Approval> open = state.view().pendingApproval();
    Append.Builder append =
        Append.to(conversation.subject())
            .expect(state.version())
            .cancel(DueWork.approval(conversation));
    if (open.isPresent() && open.get().state() instanceof Approval.Pending pending) {
      if (parts.clock.instant().isBefore(pending.until())) {
        return;
      }
      append.event(EventForms.expired(open.get().id()));
    }
    written(append);
  }

  private boolean written(Append.Builder append) {
    try {
      parts.store.append(append.build());
      return true;
    } catch (VersionConflict moved) {
      return false;
    }
  }
}
