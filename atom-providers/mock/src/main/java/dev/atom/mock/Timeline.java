package dev.atom.mock;

import dev.atom.Cancellation;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** The present of a {@link VirtualClock} and what is due later. Thread-safe. */
final class Timeline {
  private final ReentrantLock advancing = new ReentrantLock();
  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparing(Task::due).thenComparingLong(Task::sequence));
  private Instant now;
  private long scheduled;

  Timeline(Instant start) {
    now = start;
  }

  /** A callback and when it is due; the sequence makes each one unlike all others. */
  private record Task(Instant due, long sequence, Runnable callback) {}

  synchronized Instant now() {
    return now;
  }

  synchronized int pending() {
    return tasks.size();
  }

  synchronized Cancellation.Registration schedule(Duration delay, Runnable callback) {
    Task task =
        new Task(now.plus(delay.isNegative() ? Duration.ZERO : delay), scheduled++, callback);
    tasks.add(task);
    notifyAll();
    return () -> remove(task);
  }

  private synchronized void remove(Task task) {
    tasks.remove(task);
  }

  void advance(Duration time) {
    if (advancing.isHeldByCurrentThread()) {
      throw new IllegalStateException(
          "a callback can't move the clock that runs it; schedule another callback instead");
    }
    advancing.lock();
    try {
      Instant target = now().plus(time);
      for (Optional<Task> due = nextDue(target); due.isPresent(); due = nextDue(target)) {
        due.get().callback().run();
      }
    } finally {
      advancing.unlock();
    }
  }

  /** If nothing is due, time is at the target at once: what is scheduled then is due after it. */
  private synchronized Optional<Task> nextDue(Instant target) {
    Task first = tasks.peek();
    if (first == null || first.due().isAfter(target)) {
      moveTo(target);
      return Optional.empty();
    }
    tasks.remove();
    moveTo(first.due());
    return Optional.of(first);
  }

  private synchronized void moveTo(Instant instant) {
    if (instant.isAfter(now)) {
      now = instant;
    }
  }

  synchronized void setBack(Duration time) {
    now = now.minus(time);
  }

  synchronized void awaitPending(int count, Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (tasks.size() < count) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        throw new AssertionError(
            "after "
                + patience
                + " only "
                + tasks.size()
                + " of "
                + count
                + " callbacks wait for the clock");
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }
}
