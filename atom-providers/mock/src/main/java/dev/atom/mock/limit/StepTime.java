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

/**
 * Time that jumps: unlike a virtual clock it shows no instant in between, so that who wakes sees the
 * one at which everybody stands still again.
 */
final class StepTime extends Clock implements LimitTime {
  private final Map<Semaphore, Long> sleeping = new ConcurrentHashMap<>();
  private volatile long now;

  /** Called by one thread. */
  void advance(Duration step) {
    now = now + step.toNanos();
    sleeping.forEach(
        (signal, until) -> {
          if (until - now <= 0) {
            signal.release();
          }
        });
  }

  @Override
  public long nanos() {
    return now;
  }

  @Override
  public void await(Semaphore signal, long untilNanos) throws InterruptedException {
    sleeping.put(signal, untilNanos);
    try {
      if (untilNanos - now > 0) { // else it was moved before this one was seen to sleep
        signal.acquire();
      }
    } finally {
      sleeping.remove(signal);
    }
  }

  @Override
  public Instant instant() {
    return Instant.EPOCH.plusNanos(now);
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
