package dev.atom.assistant;

import dev.atom.CallContext;
import dev.atom.conversation.Conversation;
import dev.atom.json.Json;
import dev.atom.store.Append;
import dev.atom.store.Job;
import dev.atom.store.JobClaim;
import dev.atom.store.NewJob;
import dev.atom.store.Priority;
import dev.atom.store.Subject;
import dev.atom.store.VersionConflict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Takes up conversations whose timers are due. */
final class DueWork {
  private static final String TURN = "turn:";
  private static final int BATCH = 20;

  private final Parts parts;
  private final TurnRunner runner;

  DueWork(Parts parts, TurnRunner runner) {
    this.parts = parts;
    this.runner = runner;
  }

  /** One kind per channel: an assistant leaves alone what another one has the channel for. */
  static String turn(Conversation conversation) {
    return TURN + conversation.channel();
  }

  /** Returns a timer for a conversation: one of a kind. Somebody waits for what is answered. */
  static NewJob timer(String kind, Instant at, Conversation conversation) {
    Json.Obj payload = Json.object().put("channel", conversation.channel()).build();
    return NewJob.timer(kind, kind, at).payload(payload).priority(Priority.REAL_TIME);
  }

  int run() {
    if (parts.channels.isEmpty()) {
      return 0;
    }
    Set<String> kinds =
        parts.channels.keySet().stream().map(TURN::concat).collect(Collectors.toSet());
    kinds.addAll(parts.approvals.jobKinds());
    JobClaim claim = JobClaim.of(parts.ids.next(), kinds, BATCH, parts.leaseTime);
    List<Job> timers = parts.store.claim(claim).jobs();
    List<RuntimeException> failures = new ArrayList<>();
    for (Job timer : timers) {
      try {
        run(timer);
      } catch (RuntimeException e) {
        // The others are claimed already and would come after this one again next time.
        failures.add(e);
      }
    }
    if (!failures.isEmpty()) {
      RuntimeException first = failures.get(0);
      failures.stream().filter(other -> !other.equals(first)).forEach(first::addSuppressed);
      throw first;
    }
    return timers.size();
  }

  private void run(Job timer) {
    if (parts.approvals.jobKinds().contains(timer.kind())) {
      parts.approvals.runDue(timer);
      return;
    }
    Subject subject = timer.subject();
    String channel = timer.payload().text("channel").orElse("unknown");
    Conversation conversation = new Conversation(subject.tenant(), subject.id(), channel);
    runner.run(conversation, CallContext.create().tenant(subject.tenant()));
    clear(conversation);
  }

  /** A timer that was set for a message which another worker answered is of no use any more. */
  private void clear(Conversation conversation) {
    ConversationState state = parts.read(conversation);
    if (!state.waiting().isEmpty()) {
      return;
    }
    try {
      parts.store.append(
          Append.to(conversation.subject())
              .expect(state.version())
              .cancel(turn(conversation))
              .build());
    } catch (VersionConflict moved) {
      // Something was said meanwhile: the timer is of use again.
    }
  }
}
