package dev.atom.router;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long one call has waited and may still wait. Used by one thread. */
final class Pauses {
  private final Retries retries;
  private final RandomGenerator random;
  private int rounds;
  private long waitedNanos;

  Pauses(Retries retries, RandomGenerator random) {
    this.retries = retries;
    this.random = random;
  }

  boolean roundLeft() {
    return rounds < retries.rounds();
  }

  void nextRound() {
    rounds++;
  }

  /** Doubled with each round, up to half of it taken off. */
  long backOff() {
    long full = retries.firstWait().toNanos() << Math.min(rounds, 20);
    return Math.min(
        retries.longestWait().toNanos(), full - (long) (random.nextDouble() * full / 2));
  }

  boolean allows(long nanos) {
    return nanos <= retries.longestWait().toNanos() - waitedNanos;
  }

  void waited(long nanos) {
    waitedNanos += nanos;
  }

  Duration total() {
    return Duration.ofNanos(waitedNanos);
  }
}
