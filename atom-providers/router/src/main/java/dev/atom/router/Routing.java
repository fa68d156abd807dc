package dev.atom.router;

import dev.atom.AtomException;
import dev.atom.CallContext;
import dev.atom.model.CallCancelled;
import dev.atom.model.CallTimedOut;
import dev.atom.model.CapabilityMissing;
import dev.atom.model.ChatModel;
import dev.atom.model.ChatReply;
import dev.atom.model.Failure;
import dev.atom.model.ModelException;
import dev.atom.model.ModelException.Remedy;
import dev.atom.model.ModelRef;
import dev.atom.model.Usage;
import dev.atom.usage.Cost;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/**
 * One call on its way through the targets: which comes next, when to give up, and the record of it.
 * Used by one thread, except for {@link #abandon}.
 */
final class Routing {
  private final Parts parts;
  private final CallContext context;
  private final RoutedCall call;
  private final Candidates fitting;
  private final List<Candidate> candidates = new ArrayList<>();
  private final Deque<ChatModel> waiting = new ArrayDeque<>();
  private final List<ModelException> failures = new ArrayList<>();
  private final ReentrantLock telling = new ReentrantLock();
  private final List<Attempt> attempts = new ArrayList<>();
  private boolean ended;
  private int begun;

  /** What a router was built from. */
  record Parts(List<ChatModel> targets, RouterListener listener, Bill bill, Clock clock) {
    ModelRef front() {
      return targets.get(0).ref();
    }
  }

  private Routing(Parts parts, String id, Candidates fitting, CallContext context) {
    this.parts = parts;
    this.context = context;
    this.fitting = fitting;
    call = new RoutedCall(id, context.tenant(), context.user(), parts.clock().instant());
    for (ChatModel target : parts.targets()) {
      Candidate candidate = fitting.judge(target);
      candidates.add(candidate);
      if (candidate.kept()) {
        waiting.add(target);
      }
    }
  }

  static Routing begin(Parts parts, String id, Candidates fitting, CallContext context) {
    Routing routing = new Routing(parts, id, fitting, context);
    parts.listener().callStarted(routing.call);
    return routing;
  }

  /** Begins the next attempt, or ends the call by throwing what is to be told. */
  Running next() {
    Optional<ModelException> end = reasonToStop();
    if (end.isPresent()) {
      throw ended(end.get());
    }
    ChatModel target = waiting.remove();
    Attempt.Begun attempt =
        new Attempt.Begun(call, ++begun, fitting.asked(target), parts.clock().instant());
    parts.listener().attemptStarted(attempt);
    return new Running(target, attempt);
  }

  void answered(Running running, ChatReply reply) {
    Cost cost = parts.bill().of(running.begun().model(), reply, running.begun().at());
    if (book(running, new Attempt.Outcome.Answered(reply.model(), reply.usage()), cost)) {
      end(Optional.empty());
    }
  }

  /** Returns if another target may be asked; else ends the call and throws. */
  void failed(Running running, ModelException failure, boolean answering) {
    book(
        running,
        new Attempt.Outcome.Failed(failure.code(), failure.remedy(), failure.failure().usage()),
        Bill.of(failure, answering));
    if (answering || failure.remedy() == Remedy.NONE) {
      throw ended(failure);
    }
    failures.add(failure);
  }

  /** What no target should throw ends the call as it is. */
  void broke(Running running, Throwable failure) {
    String code = failure instanceof AtomException known ? known.code() : "unexpected";
    book(running, new Attempt.Outcome.Failed(code, Remedy.NONE, Usage.UNKNOWN), Bill.unknown(code));
    end(Optional.of(code));
  }

  /** The caller has closed the stream; nothing happens if it had ended before. */
  void abandon(Running running, Usage usage) {
    CallCancelled failure = cancelled("the stream was closed");
    Attempt.Outcome outcome = new Attempt.Outcome.Failed(failure.code(), failure.remedy(), usage);
    if (book(running, outcome, Bill.of(failure, true))) {
      end(Optional.of(failure.code()));
    }
  }

  CallCancelled cancelled(String why) {
    return new CallCancelled(Failure.at(parts.front()).message(why).build());
  }

  private Optional<ModelException> reasonToStop() {
    if (Thread.currentThread().isInterrupted()) {
      return Optional.of(cancelled("the calling thread is interrupted"));
    }
    if (context.cancellation().cancelled()) {
      return Optional.of(cancelled("the caller cancelled the call"));
    }
    if (context.deadline().passed()) {
      return Optional.of(timedOut());
    }
    if (!waiting.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(failures.isEmpty() ? nothingFits() : mostTelling());
  }

  private ModelException timedOut() {
    if (!failures.isEmpty() && failures.get(failures.size() - 1) instanceof CallTimedOut last) {
      return last;
    }
    if (waiting.isEmpty() && !failures.isEmpty()) {
      return mostTelling();
    }
    String message =
        "the call's deadline has passed with %d of %d targets not asked"
            .formatted(waiting.size(), waiting.size() + begun);
    return new CallTimedOut(Failure.at(parts.front()).message(message).build());
  }

  /** The one whose remedy asks least of the caller, and of several the preferred target's. */
  private ModelException mostTelling() {
    return failures.stream()
        .min(Comparator.comparing(ModelException::remedy))
        .orElseThrow(() -> new IllegalStateException("nothing has failed"));
  }

  private ModelException nothingFits() {
    String reasons = candidates.stream().map(Candidate::toString).collect(Collectors.joining("; "));
    String message = "no target of the router can do what the request needs: " + reasons;
    return new CapabilityMissing(Failure.at(parts.front()).message(message).build());
  }

  private ModelException ended(ModelException failure) {
    for (ModelException other : failures) {
      // A target may throw one exception again and again.
      if (other != failure && !List.of(failure.getSuppressed()).contains(other)) {
        failure.addSuppressed(other);
      }
    }
    end(Optional.of(failure.code()));
    return failure;
  }

  /** Told under the lock: whoever comes second must not end the call before the attempt's end. */
  private boolean book(Running running, Attempt.Outcome outcome, Cost cost) {
    Duration taken = Duration.between(running.begun().at(), parts.clock().instant());
    Duration duration = taken.isNegative() ? Duration.ZERO : taken;
    telling.lock();
    try {
      if (!running.end()) {
        return false;
      }
      Attempt attempt = new Attempt(running.begun(), duration, outcome, cost);
      attempts.add(attempt);
      parts.listener().attemptEnded(attempt);
      return true;
    } finally {
      telling.unlock();
    }
  }

  private void end(Optional<String> failure) {
    telling.lock();
    try {
      if (!ended) {
        ended = true;
        parts.listener().callEnded(new RoutingTrace(call, candidates, attempts, failure));
      }
    } finally {
      telling.unlock();
    }
  }
}
