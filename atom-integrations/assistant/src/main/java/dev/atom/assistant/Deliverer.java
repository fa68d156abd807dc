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
import java.util.Optional;
import java.util.Set;

/**
 * Sends what stands in the outbox. An item that was claimed before may have been sent by a worker
 * that died: only a channel that honours idempotency keys gets it again.
 */
final class Deliverer {
  private static final int BATCH = 20;
  private static final int ATTEMPTS = 6;
  private static final Duration FIRST_WAIT = Duration.ofSeconds(5);

  private final Parts parts;

  Deliverer(Parts parts) {
    this.parts = parts;
  }

  int deliver(CallContext context) {
    int taken = 0;
    List<OutboxItem> items;
    do {
      items =
          parts.store.claimOutbox(parts.ids.next(), Set.of(Outgoing.KIND), BATCH, parts.leaseTime);
      items.forEach(item -> deliver(item, context));
      taken += items.size();
    } while (items.size() == BATCH);
    return taken;
  }

  private void deliver(OutboxItem item, CallContext context) {
    Optional<Channel> channel = item.payload().text("channel").map(parts.channels::get);
    if (channel.isEmpty()) {
      settle(item, Outcome.FAILED, "no_such_channel");
      return;
    }
    boolean again = item.state().attempts() > 1;
    if (again && channel.get().effect() != Effect.KEYED) {
      settle(item, Outcome.UNKNOWN, "it may have been sent before a crash");
      return;
    }
    try {
      Channel.Outbound message =
          new Channel.Outbound(
              item.subject().id(), item.payload().text("text").orElse(""), item.key());
      String receipt = channel.get().send(message, context.tenant(item.subject().tenant()));
      settle(item, Outcome.DELIVERED, receipt);
    } catch (AtomException e) {
      failed(item, channel.get(), e);
    }
  }

  private void failed(OutboxItem item, Channel channel, AtomException e) {
    if (channel.effect() != Effect.KEYED) {
      settle(item, Outcome.UNKNOWN, e.code());
    } else if (e.retryable() && item.state().attempts() < ATTEMPTS) {
      retry(item);
    } else {
      settle(item, Outcome.FAILED, e.code());
    }
  }

  private void retry(OutboxItem item) {
    Duration wait = FIRST_WAIT.multipliedBy(1L << (item.state().attempts() - 1));
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
