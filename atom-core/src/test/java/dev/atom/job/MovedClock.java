package dev.atom.job;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** Stands still until a test moves it. */
final class MovedClock extends Clock {
  private final AtomicReference<Instant> now = new AtomicReference<>();

  MovedClock(String now) {
    this.now.set(Instant.parse(now));
  }

  void advance(Duration time) {
    now.updateAndGet(at -> at.plus(time));
  }

  @Override
  public Instant instant() {
    return now.get();
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return Clock.fixed(instant(), zone);
  }
}
