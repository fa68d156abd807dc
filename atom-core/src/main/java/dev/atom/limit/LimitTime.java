package dev.atom.limit;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The time that limits are counted by, and how a thread waits in it; a test's own stands still until
 * it is moved. Thread-safe.
 */
public interface LimitTime {
  /**
   * Returns a point in time, of use only beside another of the same object.
   *
   * @return nanoseconds since some instant; never goes back
   */
  long nanos();

  /**
   * Blocks until the signal has a permit, which is taken, or {@link #nanos} has come to a point. It may
   * return before.
   *
   * @param signal what others release to wake this thread
   * @param untilNanos the point
   * @throws InterruptedException if the thread is interrupted
   */
  void await(Semaphore signal, long untilNanos) throws InterruptedException;

  /**
   * Returns the time of the Java virtual machine, which nobody sets.
   *
   * @return the time of {@link System#nanoTime}
   */
  static LimitTime system() {
    return SystemTime.INSTANCE;
  }

  /** {@link System#nanoTime}. */
  enum SystemTime implements LimitTime {
    /** The only one. */
    INSTANCE;

    @Override
    public long nanos() {
      return System.nanoTime();
    }

    @Override
    public void await(Semaphore signal, long untilNanos) throws InterruptedException {
      if (signal.tryAcquire(untilNanos - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        return; // signalled; else the time has come: either way the caller looks for itself
      }
    }
  }
}
