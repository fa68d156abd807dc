package dev.atom.limit;

import dev.atom.model.RateLimit;
import java.time.Duration;

/**
 * What a provider has told to be left of one unit, and what was taken since. It is taken to flow back
 * evenly until the reset, the most hopeful reading: who is refused by it would be refused there.
 */
final class Allowance {
  /** How long it is believed if no reset was told. */
  private static final Duration UNKNOWN_RESET = Duration.ofSeconds(1);

  private final long limit;
  private final long remaining;
  private final long resetNanos;
  private final long toldAt;
  private final long word;
  private long taken;

  Allowance(RateLimit told, long now, long word) {
    remaining = told.remaining();
    limit = Math.max(told.limit(), remaining);
    Duration reset = told.resetsAfter().orElse(UNKNOWN_RESET);
    Duration longest = Duration.ofDays(366);
    resetNanos = (reset.compareTo(longest) > 0 ? longest : reset).toNanos();
    toldAt = now;
    this.word = word;
  }

  /** Whether all is free again. */
  boolean over(long now) {
    return now - toldAt >= resetNanos;
  }

  /** How long until so much is left, from 0; of more than there ever is, until all is. */
  long wait(long amount, long now) {
    long passed = now - toldAt;
    double perNano = (double) (limit - remaining) / resetNanos;
    double flowedBack = perNano * passed;
    double lacking = (double) (Math.min(amount, limit) - remaining + taken) - flowedBack;
    if (lacking <= 0) {
      return 0;
    }
    long untilReset = Math.max(1, resetNanos - passed);
    double flowing = Math.ceil(lacking / perNano); // infinite if nothing flows
    return flowing < (double) untilReset ? (long) flowing : untilReset;
  }

  void take(long amount) {
    taken += amount;
  }

  /** Corrects what was taken after a word; what was taken before this one counts in it. */
  void correct(long difference, long after) {
    if (after >= word) {
      taken = Math.max(0, taken + difference);
    }
  }
}
