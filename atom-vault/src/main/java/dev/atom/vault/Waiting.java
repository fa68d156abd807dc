package dev.atom.vault;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/** A pause between two tries, so that those who collide don't collide again. */
final class Waiting {
  private static final long LONGEST_NANOS = 5_000_000;

  private Waiting() {}

  static void briefly(int tries) {
    long most = Math.min(LONGEST_NANOS, 50_000L * (tries + 1));
    LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(most));
  }
}
