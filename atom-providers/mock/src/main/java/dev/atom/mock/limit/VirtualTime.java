package dev.atom.mock.limit;

import dev.atom.Cancellation;
import dev.atom.limit.LimitTime;
import dev.atom.mock.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The time of a {@link VirtualClock} for a {@link dev.atom.limit.Limiter}: calls wait until a test
 * moves the clock. Thread-safe.
 */
public final class VirtualTime implements LimitTime {
  private final VirtualClock clock;
  private final Instant start;
  private final AtomicLong latest = new AtomicLong();

  private VirtualTime(VirtualClock clock) {
    this.clock = clock;
    this.start = clock.instant();
  }

  /**
   * Returns the time of a clock; a clock that is set back stands still meanwhile.
   *
   * @param clock what a test moves
   * @return the time
   */
  public static VirtualTime of(VirtualClock clock) {
    return new VirtualTime(Objects.requireNonNull(clock, "clock"));
  }

  @Override
  public long nanos() {
    return latest.accumulateAndGet(Duration.between(start, clock.instant()).toNanos(), Math::max);
  }

  @Override
  public void await(Semaphore signal, long untilNanos) throws InterruptedException {
    while (true) {
      long now = nanos();
      if (untilNanos - now <= 0) {
        return;
      }
      Cancellation.Registration alarm =
          clock.schedule(Duration.ofNanos(untilNanos - now), signal::release);
      try {
        if (nanos() == now) { // else the clock was moved in between, and the alarm comes too late
          signal.acquire();
          return;
        }
      } finally {
        alarm.close();
      }
    }
  }
}
