package dev.atom.voice;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A bounded queue between one thread and the next that knows its end. Thread-safe. An interrupt does
 * not end a wait, {@link #abandon()} does.
 */
final class Pipe<T> {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<T> items = new ArrayDeque<>();
  private final int capacity;
  private boolean ended;
  private boolean abandoned;

  Pipe(int capacity) {
    this.capacity = capacity;
  }

  /** Waits for room; returns false if nobody wants the item any more. */
  boolean put(T item) {
    lock.lock();
    try {
      while (items.size() >= capacity && !abandoned) {
        changed.awaitUninterruptibly();
      }
      if (!abandoned) {
        items.add(item);
        changed.signalAll();
      }
      return !abandoned;
    } finally {
      lock.unlock();
    }
  }

  /** Waits for an item; empty when no more comes. */
  Optional<T> take() {
    lock.lock();
    try {
      while (items.isEmpty() && !ended && !abandoned) {
        changed.awaitUninterruptibly();
      }
      Optional<T> item = abandoned ? Optional.empty() : Optional.ofNullable(items.poll());
      changed.signalAll();
      return item;
    } finally {
      lock.unlock();
    }
  }

  /** No more items come; those inside are still taken. */
  void end() {
    lock.lock();
    try {
      ended = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Throws away what is inside and all that comes. */
  void abandon() {
    lock.lock();
    try {
      abandoned = true;
      items.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
