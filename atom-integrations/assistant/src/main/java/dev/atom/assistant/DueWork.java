package dev.atom.assistant;

import dev.atom.CallContext;
import dev.atom.conversation.Conversation;
import dev.atom.json.Json;
import dev.atom.store.Append;
import dev.atom.store.Subject;
import dev.atom.store.Timer;
import dev.atom.store.VersionConflict;
import java.util.List;
import java.util.Set;

/** Takes up conversations whose timers are due. */
final class DueWork {
  static final String TURN = "turn";
  static final String APPROVAL = "approval";
  private static final int BATCH = 20;

  private final Parts parts;
  private final TurnRunner runner;
  private final Approvals approvals;

  DueWork(Parts parts, TurnRunner runner, Approvals approvals) {
    this.parts = parts;
    this.runner = runner;
    this.approvals = approvals;
  }

  static Json.Obj payload(Conversation conversation) {
    return Json.object().put("channel", conversation.channel()).build();
  }

  int run() {
    List<Timer> timers =
        parts.store.claimTimers(parts.ids.next(), Set.of(TURN, APPROVAL), BATCH, parts.leaseTime);
    for (Timer timer : timers) {
      Subject subject = timer.subject();
      String channel = timer.payload().text("channel").orElse("unknown");
      Conversation conversation = new Conversation(subject.tenant(), subject.id(), channel);
      if (timer.purpose().equals(APPROVAL)) {
        approvals.expire(conversation);
      } else {
        runner.run(conversation, CallContext.create().tenant(subject.tenant()));
        clear(conversation);
      }
    }
    return timers.size();
  }

  /** A timer that was set for a message which another worker answered is of no use any more. */
  private void clear(Conversation conversation) {
    ConversationState state = parts.read(conversation);
    if (!state.waiting().isEmpty()) {
      return;
    }
    try {
      parts.store.append(
          Append.to(conversation.subject()).expect(state.version()).cancelTimer(TURN).build());
    } catch (VersionConflict moved) {
      // Something was said meanwhile: the timer is of use again.
    }
  }
}
