package dev.atom.workflow;

import dev.atom.CallContext;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Gives a call a time, after which nobody waits for it any more. */
final class Timed {
  private Timed() {}

  /** It was not done in time; whether it has happened nobody knows. */
  static final class StepTimedOut extends dev.atom.AtomException {
    private static final long serialVersionUID = 1L;

    StepTimedOut(Duration timeout) {
      super("timed_out", true, "not done within " + timeout);
    }
  }

  /** Calls on a thread of its own, which is cancelled and interrupted when the time is over. */
  static <T> T call(Duration timeout, CallContext context, Supplier<T> call) {
    FutureTask<T> task = new FutureTask<>(call::get);
    Thread thread = Thread.ofVirtual().name("atom-workflow-call").start(task);
    try {
      return task.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      context.cancel();
      thread.interrupt();
      throw new StepTimedOut(timeout);
    } catch (InterruptedException e) {
      context.cancel();
      thread.interrupt();
      Thread.currentThread().interrupt();
      throw new StepTimedOut(timeout);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException known -> throw known;
        case Error known -> throw known;
        case null, default -> throw new IllegalStateException(e.getCause());
      }
    }
  }
}
