package dev.atom.router;

import dev.atom.CallContext;
import dev.atom.model.ModelException;
import dev.atom.router.health.Probe;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Probes that are repeated until it is closed, on one virtual thread. */
final class Probing implements AutoCloseable {
  private final CountDownLatch closed = new CountDownLatch(1);
  private final CallContext context;
  private final Thread thread;

  Probing(Runnable probe, Duration every, CallContext context) {
    this.context = context;
    thread = Thread.ofVirtual().name("atom-router-probes").start(() -> repeat(probe, every));
  }

  private void repeat(Runnable probe, Duration every) {
    try {
      do {
        probe.run();
      } while (!closed.await(every.toNanos(), TimeUnit.NANOSECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Probes every target that may be called now, and tells its breakers. */
  static void once(Fleet fleet, Probe probe, CallContext context) {
    for (int place = 0; place < fleet.size(); place++) {
      KeyHealth key = fleet.key(place, context);
      Admission.enter(fleet, place, key).ifPresent(entered -> check(entered, probe, context));
    }
  }

  private static void check(Admission entered, Probe probe, CallContext context) {
    try {
      probe.check(entered.client(), entered.ref(), context);
      entered.well();
    } catch (ModelException e) {
      entered.failed(e, !context.deadline().passed());
    } catch (RuntimeException | Error e) {
      entered.left();
      throw e;
    }
  }

  @Override
  public void close() {
    closed.countDown();
    context.cancel();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
