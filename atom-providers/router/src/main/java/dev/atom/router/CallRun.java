package dev.atom.router;

import dev.atom.AtomException;
import dev.atom.CallContext;
import dev.atom.model.CallCancelled;
import dev.atom.model.CallTimedOut;
import dev.atom.model.ChatReply;
import dev.atom.model.ChatRequest;
import dev.atom.model.ContentRefused;
import dev.atom.model.ContextTooLong;
import dev.atom.model.Failure;
import dev.atom.model.ModelException;
import dev.atom.model.ModelException.Remedy;
import dev.atom.model.Usage;
import dev.atom.router.policy.Targets;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One call on its way from target to target. Used by one thread, but {@link #abandon} may come from
 * any.
 */
final class CallRun {
  private final RouterParts parts;
  private final Lanes lanes;
  private final CallContext context;
  private final Selection selection;
  private final Booking booking;
  private final List<Candidate> candidates;
  private final List<ModelException> failures = new ArrayList<>();
  private final List<AtomException> refusals = new ArrayList<>();
  private final Pauses pauses;
  private final long special;

  /** What may be asked yet in this round. */
  private long left;

  /** What failed in a way that asking again can help. */
  private long again;

  private int begun;

  CallRun(RouterParts parts, Lanes lanes, Fitting fitting, Booking booking, CallContext context) {
    this.parts = parts;
    this.lanes = lanes;
    this.context = context;
    this.booking = booking;
    selection = fitting.selection();
    candidates = parts.traced() ? fitting.candidates() : List.of();
    special = fitting.special();
    left = fitting.set();
    pauses = new Pauses(lanes.route().retries(), parts.random());
    if (left == 0) {
      throw ended(fitting.nothingFits());
    }
  }

  CallContext context() {
    return context;
  }

  Lanes lanes() {
    return lanes;
  }

  Booking booking() {
    return booking;
  }

  /** Begins the next attempt, or ends the call by throwing what is to be told. */
  Running next(ChatRequest request) {
    while (true) {
      stopIfOver();
      Optional<Running> running = tryNext(request, true);
      if (running.isPresent()) {
        return running.get();
      }
      pause();
    }
  }

  /**
   * Begins an attempt at another target if there is one that is well.
   *
   * @param request what is asked
   * @param patient whether guards may wait at the last target
   */
  Optional<Running> tryNext(ChatRequest request, boolean patient) {
    while (true) {
      int target = choose();
      if (target < 0) {
        return Optional.empty();
      }
      left &= ~Targets.only(target);
      Optional<Running> running = begin(target, request, patient && left == 0);
      if (running.isPresent()) {
        return running;
      }
    }
  }

  /** A policy of the host may throw. */
  private int choose() {
    try {
      return selection.next(left);
    } catch (RuntimeException | Error e) {
      end(Optional.of("unexpected"));
      throw e;
    }
  }

  private Optional<Running> begin(int target, ChatRequest request, boolean last) {
    Lane lane = lanes.get(target);
    Admission admission = selection.admission(target);
    Attempt.Begun attempt =
        new Attempt.Begun(
            booking.call(),
            begun + 1,
            lane.target().name(),
            lane.target().asked(selection.facts().model()),
            admission.key().id(),
            booking.clock().instant());
    List<Guard.Pass> passes = new ArrayList<>();
    try {
      admit(target, attempt, last, passes);
    } catch (AtomException refused) {
      admission.left();
      booking.notMade(passes);
      refusals.add(refused);
      return Optional.empty();
    } catch (RuntimeException | Error e) {
      admission.left();
      booking.notMade(passes);
      end(Optional.of("unexpected"));
      throw e;
    }
    begun++;
    booking.begun(attempt);
    Running.Sent sent = new Running.Sent(request, parts.fleet().now());
    return Optional.of(new Running(target, lane, admission, attempt, passes, sent));
  }

  private void admit(int target, Attempt.Begun attempt, boolean last, List<Guard.Pass> passes) {
    if (parts.guards().isEmpty()) {
      return;
    }
    double worst = selection.worstUsd(target);
    Optional<BigDecimal> usd =
        Double.isNaN(worst) ? Optional.empty() : Optional.of(nanoDollars(Math.ceil(worst * 1e9)));
    long reply = Math.round(lanes.get(target).expectedTokens(selection.facts()));
    Guard.Planned planned =
        new Guard.Planned(attempt, context, selection.facts().promptTokens(), reply, usd, last);
    for (Guard guard : parts.guards()) {
      passes.add(guard.admit(planned));
    }
  }

  /** Built from a long, since of a double it is built from text. */
  private static BigDecimal nanoDollars(double nanos) {
    return BigDecimal.valueOf((long) nanos, 9);
  }

  /** Waits until something may be asked, or ends the call. */
  private void pause() {
    long untried = left;
    long untriedWait = untried == 0 ? Long.MAX_VALUE : selection.nanosUntilReady(untried);
    long againWait = Long.MAX_VALUE;
    if (again != 0 && pauses.roundLeft()) {
      againWait = Math.max(selection.nanosUntilReady(again), pauses.backOff());
    }
    long wait = Math.min(untriedWait, againWait);
    if (wait == Long.MAX_VALUE || !pauses.allows(wait) || !inTime(wait)) {
      throw exhausted();
    }
    try {
      parts.sleeper().sleep(Duration.ofNanos(wait), context);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    pauses.waited(wait);
    if (againWait <= wait) {
      left |= again;
      again = 0;
      pauses.nextRound();
    }
  }

  private boolean inTime(long nanos) {
    return context.deadline().remaining().map(time -> time.toNanos() > nanos).orElse(true);
  }

  /** A stream's first piece is there, or a whole reply. */
  ChatReply answered(Running running, ChatReply reply) {
    if (!booking.answered(running, reply)) {
      return reply;
    }
    RoutingTrace trace = booking.trace(candidates, pauses.total(), Optional.empty());
    booking.end(trace);
    return parts.traced() ? reply.toBuilder().attach(trace).build() : reply;
  }

  /** Returns if another target may be asked; else ends the call and throws. */
  void failed(Running running, ModelException failure) {
    booking.failed(running, failure, !context.deadline().passed());
    if (failure.remedy() == Remedy.NONE) {
      throw ended(failure);
    }
    failures.add(failure);
    long target = Targets.only(running.number());
    if (failure.remedy() == Remedy.RETRY) {
      again |= target;
    }
    if (failure instanceof ContextTooLong) {
      left = (left & ~notLarger(running)) | (special & lanes.usedFor(Target.Use.CONTEXT_TOO_LONG));
    }
    if (failure instanceof ContentRefused) {
      left |= special & lanes.usedFor(Target.Use.CONTENT_REFUSED);
    }
  }

  /** What is too long for one window is too long for those that are not larger. */
  private long notLarger(Running running) {
    long set = 0;
    long tokens = running.target().contextTokens().orElse(0);
    for (int i = 0; i < lanes.size(); i++) {
      if (lanes.get(i).target().contextTokens().orElse(Long.MAX_VALUE) <= tokens) {
        set |= Targets.only(i);
      }
    }
    return set;
  }

  /** A stream broke off and stays so. */
  ModelException brokeOff(Running running, ModelException failure) {
    booking.failed(running, failure, !context.deadline().passed());
    return ended(failure);
  }

  /** What no target should throw ends the call as it is. */
  void broke(Running running, Throwable failure) {
    end(Optional.of(booking.broke(running, failure)));
  }

  /** The caller has closed the stream; nothing happens if it had ended before. */
  void abandon(Running running, Usage usage) {
    CallCancelled failure = cancelled("the stream was closed");
    if (booking.abandoned(running, failure, usage)) {
      end(Optional.of(failure.code()));
    }
  }

  CallCancelled cancelled(String why) {
    return booking.cancelled(lanes.get(0).target(), why);
  }

  private void stopIfOver() {
    if (Thread.currentThread().isInterrupted()) {
      throw ended(cancelled("the calling thread is interrupted"));
    }
    if (context.cancellation().cancelled()) {
      throw ended(cancelled("the caller cancelled the call"));
    }
    if (context.deadline().passed()) {
      throw ended(timedOut());
    }
  }

  private ModelException timedOut() {
    if (!failures.isEmpty() && last() instanceof CallTimedOut) {
      return last();
    }
    if (!failures.isEmpty() && left == 0) {
      return mostTelling();
    }
    String message =
        "the call's deadline has passed with %d of %d targets not asked"
            .formatted(Long.bitCount(left), Long.bitCount(left) + begun);
    return new CallTimedOut(Failure.at(lanes.get(0).target().ref()).message(message).build());
  }

  private ModelException last() {
    return failures.get(failures.size() - 1);
  }

  private AtomException exhausted() {
    if (context.deadline().passed()) {
      return ended(timedOut());
    }
    if (!failures.isEmpty()) {
      return ended(mostTelling());
    }
    if (!refusals.isEmpty()) {
      AtomException refusal = refusals.get(0);
      end(Optional.of(refusal.code()));
      return refusal;
    }
    return ended(Unwell.describe(selection, lanes, left));
  }

  /** The one whose remedy asks least of the caller, and of several the first. */
  private ModelException mostTelling() {
    ModelException best = failures.get(0);
    for (ModelException failure : failures) {
      if (failure.remedy().compareTo(best.remedy()) < 0) {
        best = failure;
      }
    }
    return best;
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

  private void end(Optional<String> failure) {
    booking.end(booking.trace(candidates, pauses.total(), failure));
  }
}
