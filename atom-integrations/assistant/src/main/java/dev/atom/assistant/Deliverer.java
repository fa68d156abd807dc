package dev.atom.assistant;

import dev.atom.AtomException;
import dev.atom.CallContext;
import dev.atom.assistant.ConversationView.Outcome;
import dev.atom.operation.Channel;
import dev.atom.operation.Effect;
import dev.atom.store.Append;
import dev.atom.store.OutboxItem;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Sends what stands in the outbox. An item that was claimed before may have been sent by a worker
 * that died: only a channel that honours idempotency keys gets it again.
 */
final class Deliverer {
  private static final int ATTEMPTS = 6;
  private static final Duration FIRST_WAIT = Duration.ofSeconds(5);

  private final Parts parts;

  Deliverer(Parts parts) {
    this.parts = parts;
  }

  int deliver(CallContext context) {
    Set<String> kinds =
        parts.channels.keySet().stream().map(Outgoing::kind).collect(Collectors.toSet());
    int taken = 0;
    while (!kinds.isEmpty() && !stopped(context)) {
      // One at a time: what is claimed and not reached before a crash counts as tried.
      List<OutboxItem> items = parts.store.claimOutbox(parts.ids.next(), kinds, 1, parts.leaseTime);
      if (items.isEmpty()) {
        break;
      }
      deliver(items.get(0), context);
      taken++;
    }
    return taken;
  }

  private static boolean stopped(CallContext context) {
    return context.cancellation().cancelled()
        || context.deadline().passed()
        || Thread.currentThread().isInterrupted();
  }

  private void deliver(OutboxItem item, CallContext context) {
    String name = item.payload().text("channel").orElseThrow();
    Channel channel = Objects.requireNonNull(parts.channels.get(name), name);
    boolean again = item.state().attempts() > 1;
    if (again && channel.effect() != Effect.KEYED) {
      settle(item, Outcome.UNKNOWN, "it may have been sent before a crash");
      return;
    }
    Channel.Outbound message =
        new Channel.Outbound(
            item.subject().id(), item.payload().text("text").orElse(""), item.key());
    String receipt;
    try {
      receipt = channel.send(message, context.tenant(item.subject().tenant()));
    } catch (RuntimeException e) {
      failed(item, channel, e, stopped(context));
      return;
    }
    settle(item, Outcome.DELIVERED, receipt);
  }

  private void failed(OutboxItem item, Channel channel, RuntimeException e, boolean stopped) {
    boolean retryable = e instanceof AtomException known && known.retryable();
    String code = e instanceof AtomException known ? known.code() : "internal_error";
    if (channel.effect() != Effect.KEYED) {
      settle(item, Outcome.UNKNOWN, code);
    } else if (stopped || (retryable && item.state().attempts() < ATTEMPTS)) {
      retry(item);
    } else {
      settle(item, Outcome.FAILED, code);
    }
  }

  private void retry(OutboxItem item) {
    Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(item.state().attempts() - 1, ATTEMPTS));
    parts.store.append(Append.to(item.subject()).retry(item.key(), wait).build());
  }

  private void settle(OutboxItem item, Outcome outcome, String detail) {
    String message = item.payload().text("message").orElse(item.key());
    Append.Outcome settled =
        switch (outcome) {
          case DELIVERED -> Append.Outcome.DELIVERED;
          case FAILED -> Append.Outcome.DEAD;
          case UNKNOWN -> Append.Outcome.UNKNOWN;
        };
    parts.store.append(
        Append.to(item.subject())
            .event(EventForms.settled(message, outcome, detail))
            .settle(item.key(), settled)
            .build());
  }
}
