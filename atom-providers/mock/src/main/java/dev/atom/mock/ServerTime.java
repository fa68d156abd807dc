package dev.atom.mock;

import dev.atom.Cancellation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The time a server lives in: a test's virtual clock, or real time. Thread-safe. */
final class ServerTime {
  private final Optional<VirtualClock> virtual;
  private final Clock clock;

  ServerTime(Optional<VirtualClock> virtual) {
    this.virtual = virtual;
    this.clock = virtual.isPresent() ? virtual.get() : Clock.systemUTC();
  }

  Instant now() {
    return clock.instant();
  }

  /** Waits, but no longer than until it is pointless; returns whether the time has passed. */
  boolean await(Duration time, CompletableFuture<?> pointless) throws InterruptedException {
    if (time.isZero() || time.isNegative()) {
      return true;
    }
    CompletableFuture<Boolean> due = new CompletableFuture<>();
    CompletableFuture<Object> first = CompletableFuture.anyOf(due, pointless);
    Optional<Cancellation.Registration> scheduled =
        virtual.map(moved -> moved.schedule(time, () -> due.complete(true)));
    try {
      if (virtual.isPresent()) {
        first.get();
      } else {
        first.get(time.toNanos(), TimeUnit.NANOSECONDS);
      }
      return due.isDone();
    } catch (TimeoutException e) {
      return true;
    } catch (ExecutionException e) {
      throw new IllegalStateException("nothing completes the wait exceptionally", e);
    } finally {
      scheduled.ifPresent(Cancellation.Registration::close);
    }
  }

  /** Runs an action once; closing takes it back. */
  Cancellation.Registration schedule(Duration delay, Runnable action) {
    if (virtual.isPresent()) {
      return virtual.get().schedule(delay, action);
    }
    CompletableFuture<Boolean> due =
        new CompletableFuture<Boolean>()
            .completeOnTimeout(true, delay.toNanos(), TimeUnit.NANOSECONDS);
    CompletableFuture<Void> run = due.thenRun(action);
    return () -> {
      run.cancel(false);
      due.cancel(false);
    };
  }
}
