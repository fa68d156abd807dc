package dev.atom.assistant;

import dev.atom.AtomException;
import dev.atom.CallContext;
import dev.atom.assistant.Assistant.Waiting;
import dev.atom.conversation.Conversation;
import dev.atom.conversation.Message;
import dev.atom.store.Append;
import dev.atom.store.FenceLost;
import dev.atom.store.Lease;
import dev.atom.store.NewEvent;
import dev.atom.store.StoreException;
import dev.atom.store.VersionConflict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs the turns of a conversation under a lease. */
final class TurnRunner {
  private static final int TRIES = 20;
  private static final Duration FIRST_WAIT = Duration.ofSeconds(2);

  private final Parts parts;

  TurnRunner(Parts parts) {
    this.parts = parts;
  }

  List<TurnReport> run(Conversation conversation, CallContext context) {
    if (!context.tenant().equals(conversation.tenant())) {
      throw new IllegalArgumentException(
          "the context is for tenant \"" + context.tenant() + "\", the conversation is another's");
    }
    parts.requireChannel(conversation);
    List<TurnReport> reports = new ArrayList<>();
    boolean again = true;
    // After the lease is given back the conversation is looked at once more: a message that came
    // in before that, while its own worker found the lease taken, would wait for a timer otherwise.
    while (again) {
      Worker worker = new Worker(conversation, context, parts.ids.next());
      if (!worker.hold()) {
        return reports;
      }
      try {
        Optional<TurnReport> report = worker.next();
        while (report.isPresent()) {
          reports.add(report.get());
          report = worker.next();
        }
      } catch (FenceLost lost) {
        // Another worker has taken over; what this one had recorded is there for it.
        return reports;
      } finally {
        worker.release();
      }
      again = !worker.failed && !parts.read(conversation).waiting().isEmpty();
    }
    return reports;
  }

  /** One holder of a conversation's lease. */
  private final class Worker {
    private final Conversation conversation;
    private final CallContext context;
    private final String owner;
    private Optional<Lease> lease = Optional.empty();
    private boolean failed;

    Worker(Conversation conversation, CallContext context, String owner) {
      this.conversation = conversation;
      this.context = context;
      this.owner = owner;
    }

    /** Takes the lease, or lengthens it. */
    boolean hold() {
      lease =
          parts.store.acquire(
              conversation.tenant(), "conversation:" + conversation.id(), owner, parts.leaseTime);
      return lease.isPresent();
    }

    void release() {
      lease.ifPresent(parts.store::release);
    }

    /**
     * Lengthens the lease; also one that has ended, unless somebody else had it since: each new
     * holding counts the fence up by one.
     */
    private Lease fence() {
      Lease held = lease.orElseThrow();
      if (!hold() || lease.orElseThrow().fence() > held.fence() + 1) {
        throw new FenceLost(held);
      }
      return lease.orElseThrow();
    }

    /** Runs the next turn; empty if nothing waits or it must be tried later. */
    Optional<TurnReport> next() {
      for (int i = 0; i < TRIES; i++) {
        ConversationState state = parts.read(conversation);
        List<Message> batch = batch(state.waiting());
        if (batch.isEmpty()) {
          return Optional.empty();
        }
        TurnPipeline pipeline = new TurnPipeline(parts, conversation, state, input(state, batch));
        Optional<ConversationState.Failed> failure = state.failure(pipeline.turn());
        if (failure.isPresent()
            && failure.get().attempts() < parts.tries
            && tooEarly(failure.get())) {
          failed = true;
          return Optional.empty();
        }
        try {
          Optional<TurnReport> report = step(pipeline, failure);
          if (report.isPresent() || failed) {
            return report;
          }
        } catch (VersionConflict moved) {
          // Somebody else has written: read again, with all that is recorded.
        }
      }
      throw new TurnContended(conversation.id(), TRIES);
    }

    private boolean tooEarly(ConversationState.Failed failure) {
      return parts.clock.instant().isBefore(failure.retryAt());
    }

    private List<Message> batch(List<Message> waiting) {
      boolean one = parts.waiting == Waiting.ENQUEUE && !waiting.isEmpty();
      return one ? waiting.subList(0, 1) : waiting;
    }

    private TurnInput input(ConversationState state, List<Message> batch) {
      return new TurnInput(state.history(), batch, state.document(), context);
    }

    /** Does what is missing: records analyses and returns nothing, or commits and reports. */
    private Optional<TurnReport> step(
        TurnPipeline pipeline, Optional<ConversationState.Failed> failure) {
      if (failure.isPresent() && failure.get().attempts() >= parts.tries) {
        return Optional.of(commit(pipeline.giveUp("the model failed: " + failure.get().code())));
      }
      TurnPipeline.Outcome outcome;
      try {
        TurnPipeline.Results found = pipeline.missing();
        record(found.events());
        if (found.failure().isPresent()) {
          throw found.failure().get();
        }
        if (!found.events().isEmpty()) {
          return Optional.empty();
        }
        outcome = pipeline.outcome();
      } catch (StoreException e) {
        throw e;
      } catch (RuntimeException e) {
        if (context.cancellation().cancelled() || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        recordFailure(pipeline.turn(), failure, e);
        return Optional.empty();
      }
      return Optional.of(commit(outcome));
    }

    private void record(List<NewEvent> events) {
      if (!events.isEmpty()) {
        Append.Builder append = Append.to(conversation.subject()).fence(fence());
        events.forEach(append::event);
        parts.store.append(append.build());
      }
    }

    private TurnReport commit(TurnPipeline.Outcome outcome) {
      parts.store.append(outcome.append().fence(fence()).build());
      return outcome.report();
    }

    /**
     * Records that the turn failed, and when it is tried again. A failure that trying again can't
     * cure counts as the last.
     */
    private void recordFailure(
        String turn, Optional<ConversationState.Failed> before, RuntimeException e) {
      boolean retryable = e instanceof AtomException known && known.retryable();
      String code = e instanceof AtomException known ? known.code() : "internal_error";
      int attempt = before.map(ConversationState.Failed::attempts).orElse(0) + 1;
      boolean last = attempt >= parts.tries || !retryable;
      int counted = last ? parts.tries : attempt;
      Instant retryAt =
          last
              ? parts.clock.instant()
              : parts
                  .clock
                  .instant()
                  .plus(FIRST_WAIT.multipliedBy(1L << Math.min(attempt - 1, 10)));
      parts.store.append(
          Append.to(conversation.subject())
              .fence(fence())
              .event(EventForms.failed(turn, counted, code, retryAt))
              .plan(DueWork.timer(DueWork.turn(conversation), retryAt, conversation))
              .build());
      failed = !last;
    }
  }
}
