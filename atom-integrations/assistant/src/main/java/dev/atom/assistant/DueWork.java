package dev.atom.assistant;

import dev.atom.CallContext;
import dev.atom.conversation.Conversation;
import dev.atom.json.Json;
import dev.atom.store.Append;
import dev.atom.store.Subject;
import dev.atom.store.Timer;
import dev.atom.store.VersionConflict;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Takes up conversations whose timers are due. */
final class DueWork {
  private static final String TURN = "turn:";
  private static final String APPROVAL = "approval:";
  private static final int BATCH = 20;

  private final Parts parts;
  private final TurnRunner runner;
  private final Approvals approvals;

  DueWork(Parts parts, TurnRunner runner, Approvals approvals) {
    this.parts = parts;
    this.runner = runner;
    this.approvals = approvals;
  }

  /** One purpose per channel: an assistant leaves alone what another one has the channel for. */
  static String turn(Conversation conversation) {
    return TURN + conversation.channel();
  }

  static String approval(Conversation conversation) {
    return APPROVAL + conversation.channel();
  }

  static Json.Obj payload(Conversation conversation) {
    return Json.object().put("channel", conversation.channel()).build();
  }

  int run() {
    if (parts.channels.isEmpty()) {
      return 0;
    }
    Set<String> purposes =
        parts.channels.keySet().stream()
            .flatMap(channel -> Stream.of(TURN + channel, APPROVAL + channel))
            .collect(Collectors.toSet());
    List<Timer> timers =
        parts.store.claimTimers(parts.ids.next(), purposes, BATCH, parts.leaseTime);
    List<RuntimeException> failures = new ArrayList<>();
    for (Timer timer : timers) {
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

  private void run(Timer timer) {
    Subject subject = timer.subject();
    String channel = timer.payload().text("channel").orElse("unknown");
    Conversation conversation = new Conversation(subject.tenant(), subject.id(), channel);
    if (timer.purpose().startsWith(APPROVAL)) {
      approvals.expire(conversation);
    } else {
      runner.run(conversation, CallContext.create().tenant(subject.tenant()));
      clear(conversation);
    }
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
              .cancelTimer(turn(conversation))
              .build());
    } catch (VersionConflict moved) {
      // Something was said meanwhile: the timer is of use again.
    }
  }
}
