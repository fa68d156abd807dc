package dev.atom.router;

import dev.atom.AtomException;
import dev.atom.model.CallCancelled;
import dev.atom.model.ChatReply;
import dev.atom.model.ChatRequest;
import dev.atom.model.Failure;
import dev.atom.model.ModelException;
import dev.atom.model.ModelException.Remedy;
import dev.atom.model.RateLimit;
import dev.atom.model.Usage;
import dev.atom.usage.Cost;
import dev.atom.usage.PriceFacts;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the books of one call: every attempt that begins ends once, told to its guards, to the
 * listener and to what is learned of its target. Thread-safe.
 */
final class Booking {
  private static final Logger LOG = LoggerFactory.getLogger(Router.class);

  private final RoutedCall call;
  private final RouterListener listener;
  private final Bill bill;
  private final Fleet fleet;
  private final Clock clock;
  private final ReentrantLock telling = new ReentrantLock();
  private final List<Attempt> attempts = new ArrayList<>();
  private final long startedNanos;
  private boolean ended;

  Booking(RoutedCall call, RouterListener listener, Bill bill, Fleet fleet, Clock clock) {
    this.call = call;
    this.listener = listener;
    this.bill = bill;
    this.fleet = fleet;
    this.clock = clock;
    startedNanos = fleet.now();
    listener.callStarted(call);
  }

  RoutedCall call() {
    return call;
  }

  Clock clock() {
    return clock;
  }

  void begun(Attempt.Begun attempt) {
    listener.attemptStarted(attempt);
  }

  /** Returns false if the attempt had ended before. */
  boolean answered(Running running, ChatReply reply) {
    Attempt.Begun begun = running.begun();
    Cost cost = bill.of(begun.model(), reply, facts(running));
    Attempt.Outcome outcome = new Attempt.Outcome.Answered(reply.model(), reply.usage());
    if (!book(running, outcome, cost, reply)) {
      return false;
    }
    Lane lane = running.lane();
    lane.learn(reply.usage());
    long now = fleet.now();
    long took = now - running.startedNanos();
    if (running.untilFirst().isPresent()) {
      long first = running.untilFirst().get();
      long more = Math.max(1, reply.usage().outputTokens() - 1);
      lane.stats().perToken().record((double) (took - first) / (double) more, now);
    } else {
      lane.stats().whole().record((double) took, now);
    }
    running.admission().well();
    return true;
  }

  /** A stream's first piece is there. */
  void firstPiece(Running running) {
    long now = fleet.now();
    running.firstPiece(now);
    running.lane().stats().firstToken().record((double) (now - running.startedNanos()), now);
  }

  void failed(Running running, ModelException failure, boolean inTime) {
    Bill.Estimate estimate = estimate(running);
    Usage usage = Bill.used(failure, estimate);
    Attempt.Outcome outcome = new Attempt.Outcome.Failed(failure.code(), failure.remedy(), usage);
    if (book(running, outcome, cost(running, usage), failure.failure().rateLimits())) {
      if (failure.remedy() == Remedy.RETRY) {
        slow(running);
      }
      running.admission().failed(failure, inTime);
    }
  }

  /** A failure counts as the slowest of a hundred calls, so that the quick to fail don't win. */
  private void slow(Running running) {
    Lane lane = running.lane();
    long now = fleet.now();
    double took = (double) (now - running.startedNanos());
    var times = call.streamed() ? lane.stats().firstToken() : lane.stats().whole();
    double slowest = times.p99();
    times.record(Double.isNaN(slowest) ? took : Math.max(slowest, took), now);
  }

  /** What no target should throw. */
  String broke(Running running, Throwable failure) {
    String code = failure instanceof AtomException known ? known.code() : "unexpected";
    Usage usage = Bill.estimated(Usage.UNKNOWN, estimate(running));
    if (book(
        running,
        new Attempt.Outcome.Failed(code, Remedy.NONE, usage),
        cost(running, usage),
        List.of())) {
      running.admission().left();
    }
    return code;
  }

  /** Another target was quicker. */
  void hedged(Running running) {
    Usage usage = Bill.estimated(Usage.UNKNOWN, estimate(running));
    Attempt.Outcome outcome =
        new Attempt.Outcome.Failed(Attempt.Outcome.HEDGED, Remedy.NONE, usage);
    if (book(running, outcome, cost(running, usage), List.of())) {
      running.admission().left();
    }
  }

  /** The caller has closed the stream; returns false if it had ended before. */
  boolean abandoned(Running running, CallCancelled failure, Usage told) {
    Usage usage = Bill.estimated(told, estimate(running));
    Attempt.Outcome outcome = new Attempt.Outcome.Failed(failure.code(), failure.remedy(), usage);
    if (!book(running, outcome, cost(running, usage), List.of())) {
      return false;
    }
    running.admission().left();
    return true;
  }

  private Bill.Estimate estimate(Running running) {
    return new Bill.Estimate(call.promptTokens(), running.receivedTokens());
  }

  private Cost cost(Running running, Usage usage) {
    return bill.of(running.begun().model(), usage, facts(running));
  }

  private static PriceFacts facts(Running running) {
    return running.target().priceFacts(running.begun().at());
  }

  private boolean book(Running running, Attempt.Outcome outcome, Cost cost, ChatReply reply) {
    return book(running, outcome, cost, reply.rateLimits(), Optional.of(reply));
  }

  private boolean book(Running running, Attempt.Outcome outcome, Cost cost, List<RateLimit> told) {
    return book(running, outcome, cost, told, Optional.empty());
  }

  /** Told under the lock: whoever comes second must not end the call before the attempt's end. */
  private boolean book(
      Running running,
      Attempt.Outcome outcome,
      Cost cost,
      List<RateLimit> told,
      Optional<ChatReply> reply) {
    Duration duration = Duration.ofNanos(Math.max(0, fleet.now() - running.startedNanos()));
    telling.lock();
    try {
      if (!running.end()) {
        return false;
      }
      Optional<Duration> first = running.untilFirst().map(Duration::ofNanos);
      Attempt attempt = new Attempt(running.begun(), first, duration, outcome, cost, told);
      attempts.add(attempt);
      tell(running.passes(), Optional.of(attempt));
      listener.attemptEnded(attempt, new Exchange(running.request(), reply));
      return true;
    } finally {
      telling.unlock();
    }
  }

  /** The reply is another call's: an attempt at no target, which touches no guard and no statistics. */
  RoutingTrace cached(ChatRequest request, ChatReply reply, Attempt.Outcome.Cached outcome) {
    telling.lock();
    try {
      Attempt.Begun begun =
          new Attempt.Begun(call, 1, Attempt.Outcome.CACHE, outcome.model(), "", clock.instant());
      listener.attemptStarted(begun);
      Duration duration = Duration.ofNanos(Math.max(0, fleet.now() - startedNanos));
      Attempt attempt =
          new Attempt(begun, Optional.empty(), duration, outcome, Cost.ZERO, List.of());
      attempts.add(attempt);
      listener.attemptEnded(attempt, new Exchange(request, Optional.of(reply)));
      RoutingTrace trace = trace(List.of(), Duration.ZERO, Optional.empty());
      end(trace);
      return trace;
    } finally {
      telling.unlock();
    }
  }

  /** The call has failed before any target was asked. */
  void failed(Throwable failure) {
    String code = failure instanceof AtomException known ? known.code() : "unexpected";
    end(trace(List.of(), Duration.ZERO, Optional.of(code)));
  }

  /** Says that an attempt was not made after all. */
  void notMade(List<Guard.Pass> passes) {
    tell(passes, Optional.empty());
  }

  /** A guard that can't book must not take the reply from the caller who has paid for it. */
  private static void tell(List<Guard.Pass> passes, Optional<Attempt> attempt) {
    for (Guard.Pass pass : passes) {
      try {
        pass.ended(attempt);
      } catch (RuntimeException e) {
        LOG.warn("a guard failed at the end of an attempt; the call goes on", e);
      }
    }
  }

  /** The trace as it is now. */
  RoutingTrace trace(List<Candidate> candidates, Duration waited, Optional<String> failure) {
    telling.lock();
    try {
      Duration duration = Duration.ofNanos(Math.max(0, fleet.now() - startedNanos));
      return new RoutingTrace(call, candidates, attempts, waited, duration, failure);
    } finally {
      telling.unlock();
    }
  }

  void end(RoutingTrace trace) {
    telling.lock();
    try {
      if (!ended) {
        ended = true;
        listener.callEnded(trace);
      }
    } finally {
      telling.unlock();
    }
  }

  CallCancelled cancelled(Target front, String why) {
    return new CallCancelled(Failure.at(front.ref()).message(why).build());
  }
}
