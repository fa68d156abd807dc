package dev.atom.router;

import dev.atom.CallContext;
import dev.atom.Cancellation;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** How a call waits; a test on a virtual clock moves that instead. */
@FunctionalInterface
public interface Sleeper {
  /**
   * Waits.
   *
   * @param time how long
   * @param context whose cancellation ends the wait early
   * @throws InterruptedException if the thread is interrupted
   */
  void sleep(Duration time, CallContext context) throws InterruptedException;

  /**
   * Returns the way of waiting in real time.
   *
   * @return the sleeper
   */
  static Sleeper real() {
    return (time, context) -> {
      CountDownLatch cancelled = new CountDownLatch(1);
      Cancellation.Registration registered = context.cancellation().onCancel(cancelled::countDown);
      try {
        boolean early = cancelled.await(time.toNanos(), TimeUnit.NANOSECONDS);
        assert !early || context.cancellation().cancelled();
      } finally {
        registered.close();
      }
    };
  }
}
