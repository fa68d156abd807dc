package dev.atom.jdbc;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Instants as microseconds since 1970, as the tables hold them. */
final class Micros {
  /** How long leases and keys that have ended stay, at least, in case a clock is set back. */
  static final long DAY = 24L * 60 * 60 * 1_000_000;

  /** When a lease ended that was released: also for a clock that is set back. */
  static final long LONG_AGO = of(Instant.parse("0000-01-01T00:00:00Z"));

  private Micros() {}

  static long of(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant.truncatedTo(ChronoUnit.MICROS));
  }

  static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
