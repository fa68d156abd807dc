package dev.atom.benchmarks.limit;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/** The barest token bucket: a count, an instant and a lock. */
final class BareBucket {
  private final ReentrantLock lock = new ReentrantLock();
  private final double most;
  private final double perNano;
  private double left;
  private long at = System.nanoTime();

  BareBucket(long amount, Duration period) {
    most = amount;
    left = amount;
    perNano = (double) amount / period.toNanos();
  }

  boolean take(long amount) {
    lock.lock();
    try {
      long now = System.nanoTime();
      left = Math.min(most, left + (now - at) * perNano);
      at = now;
      if (left < amount) {
        return false;
      }
      left -= amount;
      return true;
    } finally {
      lock.unlock();
    }
  }

  void giveBack(long amount) {
    lock.lock();
    try {
      left = Math.min(most, left + amount);
    } finally {
      lock.unlock();
    }
  }
}
