package dev.atom.mock.limit;

import dev.atom.limit.LimitTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Time that jumps: unlike a virtual clock it shows no instant in between, so that who wakes sees the
 * one at which everybody stands still again.
 */
final class StepTime extends Clock implements LimitTime {
  private final Map<Semaphore, Long> sleeping = new ConcurrentHashMap<>();
  private final AtomicLong now = new AtomicLong();

  /** Called by one thread. */
  void advance(Duration step) {
    long present = now.addAndGet(step.toNanos());
    sleeping.forEach(
        (signal, until) -> {
          if (until - present <= 0) {
            sleeping.remove(signal);
            signal.release();
          }
        });
  }

  /** How many sleep and were not woken; who has just woken took its permit and waits no more. */
  int asleep() {
    return (int)
        sleeping.keySet().stream()
            .filter(signal -> signal.availablePermits() == 0 && signal.hasQueuedThreads())
            .count();
  }

  @Override
  public long nanos() {
    return now.get();
  }

  @Override
  public void await(Semaphore signal, long untilNanos) throws InterruptedException {
    sleeping.put(signal, untilNanos);
    try {
      if (untilNanos - now.get() > 0) { // else it was moved before this one was seen to sleep
        signal.acquire();
      }
    } finally {
      sleeping.remove(signal);
    }
  }

  @Override
  public Instant instant() {
    return Instant.EPOCH.plusNanos(now.get());
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new IllegalArgumentException("always in UTC");
  }
}
