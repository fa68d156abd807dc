package dev.atom.vault.grant;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/** The clocks of one process as a test sets them: time of day and the one that only goes on. */
final class SetClock extends Clock {
  private final AtomicLong passed;
  private final long start;

  private SetClock(AtomicLong passed, long start) {
    this.passed = passed;
    this.start = start;
  }

  static SetClock at(Instant start) {
    return new SetClock(new AtomicLong(), start.toEpochMilli());
  }

  /** A clock of another process, for which the same time passes. */
  SetClock ahead(Duration difference) {
    return new SetClock(passed, start + difference.toMillis());
  }

  void advance(Duration time) {
    passed.addAndGet(time.toMillis());
  }

  long nanos() {
    return passed.get() * 1_000_000;
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(start + passed.get());
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
