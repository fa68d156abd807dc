package dev.atom.vault.refresh;

import dev.atom.Deadline;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** One refresh and those who wait for it; each may leave when it likes. Thread-safe. */
final class Flight {
  private final long version;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private @Nullable End end;
  private boolean elsewhere;

  /** Creates the flight that is to replace the tokens of a version. */
  Flight(long version) {
    this.version = version;
  }

  long version() {
    return version;
  }

  /** Another process is refreshing; who has a token that lasts needn't wait. */
  void elsewhere() {
    lock.lock();
    try {
      elsewhere = true;
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void end(End how) {
    lock.lock();
    try {
      end = how;
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for the end.
   *
   * @param patient whether to wait for another process too
   * @return the end; empty if the deadline has passed or another process is waited for
   * @throws InterruptedException if the waiting thread is interrupted; the flight goes on
   */
  Optional<End> await(Deadline deadline, boolean patient) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (end == null && (patient || !elsewhere)) {
        Optional<Duration> left = deadline.remaining();
        if (left.isEmpty()) {
          news.await();
        } else if (left.get().isZero()) {
          return Optional.empty();
        } else {
          long unused = news.awaitNanos(nanos(left.get()));
        }
      }
      return Optional.ofNullable(end);
    } finally {
      lock.unlock();
    }
  }

  /** Waits for the end for so long at most. */
  void awaitEnd(long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = nanos;
      while (end == null && left > 0) {
        left = news.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  private static long nanos(Duration time) {
    return time.compareTo(Duration.ofDays(1)) > 0 ? Duration.ofDays(1).toNanos() : time.toNanos();
  }
}
