package dev.atom.http;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Messages that came and were not taken yet. It holds so many only; who brings more waits, and with
 * it the connection, so that in the end the server waits. Thread-safe.
 */
final class Inbox {
  static final int MOST_MESSAGES = 256;
  static final long MOST_BYTES = 1L << 20;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Queue<WebSocketMessage> messages = new ArrayDeque<>();
  private final Queue<Integer> sizes = new ArrayDeque<>();
  private long bytes;
  private boolean dropping;
  private @Nullable Supplier<WebSocketMessage> end;

  /** Adds a message; waits while there are too many. Once there is an end, drops it. */
  void put(WebSocketMessage message, int size) throws InterruptedException {
    lock.lock();
    try {
      while (end == null && !dropping && full()) {
        changed.await();
      }
      if (end == null && !dropping) {
        messages.add(message);
        sizes.add(size);
        bytes += size;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** One message is held whatever its size. */
  private boolean full() {
    return messages.size() >= MOST_MESSAGES || bytes >= MOST_BYTES;
  }

  /** Says what comes, or is thrown, when all messages are taken; the first word counts. */
  void end(Supplier<WebSocketMessage> what) {
    lock.lock();
    try {
      if (end == null) {
        end = what;
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Forgets the messages and takes no more. */
  void drop() {
    lock.lock();
    try {
      dropping = true;
      messages.clear();
      sizes.clear();
      bytes = 0;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Returns the next message or the end if there is one already. */
  Optional<WebSocketMessage> poll() {
    lock.lock();
    try {
      WebSocketMessage message = messages.poll();
      if (message != null) {
        bytes -= sizes.remove();
        changed.signalAll();
        return Optional.of(message);
      }
      return ended();
    } finally {
      lock.unlock();
    }
  }

  /** Returns the end if there is one, whatever messages are left; may throw. */
  Optional<WebSocketMessage> ended() {
    lock.lock();
    try {
      return end == null ? Optional.empty() : Optional.of(end.get());
    } finally {
      lock.unlock();
    }
  }

  boolean isEnded() {
    lock.lock();
    try {
      return end != null;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until there is a message or an end, for so long at the most. */
  void await(long nanos) throws InterruptedException {
    lock.lock();
    try {
      long left = nanos;
      while (messages.isEmpty() && end == null && left > 0) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits until there is an end, for so long at the most. */
  void awaitEnd(long nanos) throws InterruptedException {
    lock.lock();
    try {
      long left = nanos;
      while (end == null && left > 0) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }
}
