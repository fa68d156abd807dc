package dev.atom.providers.deepgram;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Runs something again and again. */
@FunctionalInterface
interface Beats {
  /** Runs it until it says no or the rhythm is stopped. Never twice at once. */
  Rhythm start(Duration every, Beat beat);

  /** What is run. */
  @FunctionalInterface
  interface Beat {
    /** Returns whether to go on. */
    boolean strike();
  }

  /** What was started. */
  @FunctionalInterface
  interface Rhythm {
    /** Stops; a second time is fine. */
    void stop();
  }

  /** Beats by a virtual thread each, which costs no platform thread. */
  static Beats timed() {
    return (every, beat) -> {
      Thread thread =
          Thread.ofVirtual().name("atom-keep-alive").start(() -> run(every.toNanos(), beat));
      return thread::interrupt;
    };
  }

  private static void run(long nanos, Beat beat) {
    long due = System.nanoTime() + nanos;
    while (!Thread.currentThread().isInterrupted()) {
      long left = due - System.nanoTime();
      if (left > 0) {
        LockSupport.parkNanos(left);
      } else if (beat.strike()) {
        due = System.nanoTime() + nanos;
      } else {
        return;
      }
    }
  }
}
