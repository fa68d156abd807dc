package dev.atom.http;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Looks after all running calls of a transport from one virtual thread, which lives only while there
 * are calls.
 *
 * <p>A call costs no scheduling: the thread looks at all of them once a second, and sooner only for
 * a limit that passes sooner. Platform threads blocked on a socket don't notice an interrupt; while
 * there are such, it looks every 50 milliseconds.
 */
final class CallWatch {
  private static final long SLOW = TimeUnit.SECONDS.toNanos(1);
  private static final long FAST = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long LINGER = TimeUnit.SECONDS.toNanos(5);
  private static final long FAR = Long.MAX_VALUE / 4;

  private final Set<CallGuard> running = ConcurrentHashMap.newKeySet();
  private final ReentrantLock starting = new ReentrantLock();
  private @Nullable Thread thread;
  private volatile long wakeAt = System.nanoTime() + FAR;
  private volatile boolean platformSeen;

  void add(CallGuard guard) {
    running.add(guard);
  }

  void remove(CallGuard guard) {
    running.remove(guard);
  }

  /** Returns how many calls run, streams that are open included. */
  int running() {
    return running.size();
  }

  /** Sees to it that a guard's limit is noticed. Its state must be visible before. */
  void expect(long now, long due, boolean platform) {
    long wanted = due;
    if (platform) {
      if (!platformSeen) {
        platformSeen = true;
      }
      wanted = Math.min(due - now, FAST) + now;
    }
    if (wanted - wakeAt < 0) {
      wake();
    }
  }

  void cancelAll() {
    running.forEach(CallGuard::cancel);
  }

  private void wake() {
    starting.lock();
    try {
      if (thread == null) {
        thread = Thread.ofVirtual().name("atom-http-watch").start(this::watch);
      } else {
        LockSupport.unpark(thread);
      }
    } finally {
      starting.unlock();
    }
  }

  private void watch() {
    long now = System.nanoTime();
    long lastSeen = now;
    while (true) {
      // Who comes during the look wakes this thread, so that none is missed.
      wakeAt = now + FAR;
      if (!running.isEmpty()) {
        lastSeen = now;
      } else if (now - lastSeen > LINGER && ends()) {
        return;
      }
      long next = look(now);
      wakeAt = next;
      LockSupport.parkNanos(next - now);
      now = System.nanoTime();
    }
  }

  private long look(long now) {
    long wait = platformSeen ? FAST : SLOW;
    platformSeen = false;
    for (CallGuard guard : running) {
      wait = Math.min(wait, guard.look(now) - now);
    }
    return now + wait;
  }

  private boolean ends() {
    starting.lock();
    try {
      if (!running.isEmpty()) {
        return false;
      }
      thread = null;
      return true;
    } finally {
      starting.unlock();
    }
  }
}
