package dev.atom.mock;

import dev.atom.CallContext;
import dev.atom.Cancellation;
import dev.atom.model.CallCancelled;
import dev.atom.model.CallTimedOut;
import dev.atom.model.Failure;
import dev.atom.model.ModelRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * How one call waits on the virtual clock, and what ends it early. What comes first counts, in the
 * order in which the clock passes it, even if the waiting thread wakes up later.
 */
final class Pause {
  private static final Duration SHORTEST_WAIT = Duration.ofMillis(5);
  private static final Duration LONGEST_WAIT = Duration.ofHours(1);

  private final ModelRef ref;
  private final CallContext context;
  private final Optional<VirtualClock> clock;
  private volatile boolean closed;
  private volatile CompletableFuture<End> waiting = new CompletableFuture<>();

  Pause(ModelRef ref, CallContext context, Optional<VirtualClock> clock) {
    this.ref = ref;
    this.context = context;
    this.clock = clock;
  }

  private enum End {
    ELAPSED,
    CANCELLED,
    TIMED_OUT
  }

  /** Ends the pause of another thread and every later one. */
  void close() {
    closed = true;
    waiting.complete(End.CANCELLED);
  }

  boolean closed() {
    return closed;
  }

  /** Fails if the call may not go on. */
  void check() {
    if (Thread.currentThread().isInterrupted()) {
      throw cancelled("the calling thread is interrupted");
    }
    if (closed) {
      throw cancelled("the stream was closed");
    }
    if (context.cancellation().cancelled()) {
      throw cancelled("the caller cancelled the call");
    }
    if (context.deadline().passed()) {
      throw timedOut();
    }
  }

  /** Waits, then checks. */
  void await(Duration time) {
    check();
    if (time.isZero()) {
      return;
    }
    VirtualClock virtual =
        clock.orElseThrow(
            () ->
                new IllegalStateException(
                    "the reply takes "
                        + time
                        + " but the mock model has no clock; give its builder one"));
    CompletableFuture<End> end = new CompletableFuture<>();
    waiting = end;
    // Looked at behind the assignment: a close before it has seen the older future only.
    if (closed) {
      end.complete(End.CANCELLED);
    }
    List<Cancellation.Registration> registered = new ArrayList<>();
    registered.add(virtual.schedule(time, () -> elapse(end)));
    context
        .deadline()
        .remaining()
        .map(left -> virtual.schedule(left, () -> timeOutIfPassed(end)))
        .ifPresent(registered::add);
    registered.add(context.cancellation().onCancel(() -> end.complete(End.CANCELLED)));
    try {
      finish(waitFor(end));
    } finally {
      registered.forEach(Cancellation.Registration::close);
    }
  }

  private void finish(End end) {
    switch (end) {
      case ELAPSED -> {}
      case TIMED_OUT -> throw timedOut();
      case CANCELLED ->
          throw cancelled(closed ? "the stream was closed" : "the caller cancelled the call");
    }
  }

  private void elapse(CompletableFuture<End> end) {
    end.complete(context.deadline().passed() ? End.TIMED_OUT : End.ELAPSED);
  }

  private void timeOutIfPassed(CompletableFuture<End> end) {
    if (context.deadline().passed()) {
      end.complete(End.TIMED_OUT);
    }
  }

  /** The deadline may be on the real clock as well, so real time is looked at now and then. */
  private End waitFor(CompletableFuture<End> end) {
    while (true) {
      Duration left = context.deadline().remaining().orElse(LONGEST_WAIT);
      Duration wait = left.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : left;
      try {
        return end.get(Math.min(wait.toMillis(), LONGEST_WAIT.toMillis()), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        timeOutIfPassed(end);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw cancelled("the calling thread was interrupted");
      } catch (ExecutionException e) {
        throw new IllegalStateException("nothing completes the pause exceptionally", e);
      }
    }
  }

  private CallCancelled cancelled(String why) {
    return new CallCancelled(Failure.at(ref).message(why).build());
  }

  private CallTimedOut timedOut() {
    return new CallTimedOut(Failure.at(ref).message("the call's deadline has passed").build());
  }
}
