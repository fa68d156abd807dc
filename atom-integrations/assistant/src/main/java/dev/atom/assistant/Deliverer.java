package dev.atom.assistant;

import dev.atom.AtomException;
import dev.atom.CallContext;
import dev.atom.approval.Approval;
import dev.atom.assistant.ConversationView.Outcome;
import dev.atom.operation.Channel;
import dev.atom.operation.Effect;
import dev.atom.store.Append;
import dev.atom.store.Job;
import dev.atom.store.JobChange;
import dev.atom.store.JobClaim;
import dev.atom.store.JobLost;
import dev.atom.store.JobQuery;
import dev.atom.store.JobState;
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
      JobClaim claim = JobClaim.of(parts.ids.next(), kinds, 1, parts.leaseTime);
      List<Job> items = parts.store.claim(claim).jobs();
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

  private void deliver(Job item, CallContext context) {
    String name = item.payload().text("channel").orElseThrow();
    Channel channel = Objects.requireNonNull(parts.channels.get(name), name);
    if (item.lapses() > 0 && channel.effect() != Effect.KEYED) {
      settle(item, Outcome.UNKNOWN, "it may have been sent before a crash");
      return;
    }
    Channel.Outbound message =
        new Channel.Outbound(
            item.subject().id(), item.payload().text("text").orElse(""), item.name());
    String receipt;
    try {
      receipt = channel.send(message, context.tenant(item.subject().tenant()));
    } catch (RuntimeException e) {
      failed(item, channel, e, stopped(context));
      return;
    }
    settle(item, Outcome.DELIVERED, receipt);
  }

  private void failed(Job item, Channel channel, RuntimeException e, boolean stopped) {
    boolean retryable = e instanceof AtomException known && known.retryable();
    String code = e instanceof AtomException known ? known.code() : "internal_error";
    if (channel.effect() != Effect.KEYED) {
      settle(item, Outcome.UNKNOWN, code);
    } else if (stopped || (retryable && item.status().attempts() < ATTEMPTS)) {
      retry(item, code);
    } else {
      settle(item, Outcome.FAILED, code);
    }
  }

  private void retry(Job item, String code) {
    int made = item.status().attempts();
    Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(made - 1, ATTEMPTS));
    parts.store.change(List.of(JobChange.retry(item, wait, code)));
  }

  private void settle(Job item, Outcome outcome, String detail) {
    String message = item.payload().text("message").orElse(item.name());
    Append.Builder append =
        Append.to(item.subject()).event(EventForms.settled(message, outcome, detail));
    item.payload()
        .text("approval")
        .flatMap(id -> parts.approvals.find(item.subject(), id))
        .ifPresent(approval -> carriedOut(approval, outcome, detail, append));
    try {
      parts.store.append(append.change(change(item, outcome, detail)).build());
    } catch (JobLost takenOver) {
      if (outcome == Outcome.DELIVERED) {
        delivered(item, detail);
      }
    }
  }

  private static void carriedOut(
      Approval approval, Outcome outcome, String detail, Append.Builder append) {
    switch (outcome) {
      case DELIVERED -> approval.executed(append, detail, EventForms.ASSISTANT);
      case FAILED -> approval.failed(append, detail, EventForms.ASSISTANT);
      case UNKNOWN -> {} // neither: a person or rule decides
    }
  }

  private static JobChange change(Job item, Outcome outcome, String detail) {
    return switch (outcome) {
      case DELIVERED -> JobChange.done(item);
      case FAILED -> JobChange.dead(item, detail);
      case UNKNOWN -> JobChange.unknown(item, detail);
    };
  }

  /** It was sent, whatever another worker that took it over has come to think meanwhile. */
  private void delivered(Job item, String receipt) {
    for (Job now : parts.store.jobs(JobQuery.of(item.subject()).name(item.name()))) {
      if (now.status().state() != JobState.DONE) {
        settle(now, Outcome.DELIVERED, receipt);
      }
    }
  }
}
