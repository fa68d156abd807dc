package dev.atom.job;

import dev.atom.store.JobChange;
import dev.atom.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps the claims of the attempts that are under way, and ends those whose time is up or whose claim
 * is lost. Its own thread goes by the time that really passes, so that a clock that a test moves, or
 * that jumps, changes nothing. Thread-safe.
 */
final class Heart {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

  private final Store store;
  private final Clock clock;
  private final Settlements settlements;
  private final JobListener listener;
  private final Set<Attempt> held = ConcurrentHashMap.newKeySet();
  private final AtomicInteger count = new AtomicInteger();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long targetNanos;
  private boolean started;
  private boolean stopped;
  private volatile boolean closing;

  Heart(Store store, Clock clock, Settlements settlements, JobListener listener) {
    this.store = store;
    this.clock = clock;
    this.settlements = settlements;
    this.listener = listener;
  }

  /** A thread of the system: handlers that compute all the time can't hold it up. */
  void start() {
    lock.lock();
    try {
      if (!started && !stopped) {
        started = true;
        Thread.ofPlatform().daemon().name("atom-jobs-heart").start(this::loop);
      }
    } finally {
      lock.unlock();
    }
  }

  void stop() {
    lock.lock();
    try {
      stopped = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void take(Attempt attempt) {
    held.add(attempt);
    count.incrementAndGet();
    if (closing) {
      attempt.cutShort(Attempt.Cut.CLOSING); // claimed while the host closed: given back at once
    }
    attend(attempt.attention(System.nanoTime()));
  }

  void release(Attempt attempt) {
    if (held.remove(attempt) && count.decrementAndGet() == 0) {
      lock.lock();
      try {
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  int count() {
    return count.get();
  }

  /** Has the loop look at its attempts in so many nanoseconds at the latest. */
  void attend(long wait) {
    lock.lock();
    try {
      long at = System.nanoTime() + Math.min(wait, LONGEST_WAIT.toNanos());
      if (at - targetNanos < 0) {
        targetNanos = at;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Somebody has changed this job: finds out at once whether its claim is lost. */
  void suspect(long number) {
    for (Attempt attempt : held) {
      if (attempt.claimed().number() == number) {
        attempt.suspect();
        attend(0);
      }
    }
  }

  /** Waits until nothing is under way. Returns false if the time is over before. */
  boolean awaitNone(Duration time) throws InterruptedException {
    long left = time.toNanos();
    lock.lock();
    try {
      while (count.get() > 0 && left > 0) {
        left = changed.awaitNanos(left);
      }
      return count.get() == 0;
    } finally {
      lock.unlock();
    }
  }

  /** Ends what is under way, and what is taken from now on before it begins. */
  void close() {
    closing = true;
    held.forEach(attempt -> attempt.cutShort(Attempt.Cut.CLOSING));
  }

  /** Does what is due by the clock: timeouts, heart-beats, outcomes that could not be written. */
  void beat() {
    beat(clock.instant());
  }

  private void beat(Instant now) {
    long nanos = System.nanoTime();
    List<Attempt> beating = new ArrayList<>();
    try {
      for (Attempt attempt : held) {
        if (attempt.timedOut(now, nanos)) {
          attempt.cutShort(Attempt.Cut.TIMEOUT);
        } else if (attempt.wantsBeat(now, nanos)) {
          if (attempt.writing.tryLock()) {
            beating.add(attempt);
          } else {
            attempt.beatFailed(
                clock.instant(), nanos); // it is written to just now; look again soon
          }
        }
      }
      if (!beating.isEmpty()) {
        extend(beating, clock.instant(), nanos);
      }
    } finally {
      beating.forEach(attempt -> attempt.writing.unlock());
    }
    settlements.retry(clock.instant());
  }

  private void extend(List<Attempt> attempts, Instant now, long nanos) {
    List<JobChange> changes = new ArrayList<>(attempts.size());
    attempts.forEach(attempt -> changes.add(attempt.beat(Optional.empty())));
    try {
      List<Boolean> made = store.change(changes);
      for (int i = 0; i < changes.size(); i++) {
        Attempt attempt = attempts.get(i);
        if (made.get(i)) {
          attempt.extended(changes.get(i), now, nanos);
        } else if (!attempt.settling()) {
          attempt.cutShort(Attempt.Cut.LOST);
        }
      }
    } catch (RuntimeException e) {
      listener.on(new JobEvent.StoreFailed(e));
      for (Attempt attempt : attempts) {
        if (attempt.beatFailed(now, nanos) && !attempt.settling()) {
          attempt.cutShort(Attempt.Cut.LOST); // another worker may have it by now
        }
      }
    }
  }

  private void loop() {
    while (await()) {
      try {
        beat(Instant.MIN);
        settlements.retry(System.nanoTime());
      } catch (RuntimeException | Error e) { // whatever it was, the claims must be kept
        listener.on(JobEvent.StoreFailed.of(e));
      }
    }
  }

  private boolean await() {
    lock.lock();
    try {
      long nanos = System.nanoTime();
      long wait = settlements.retryIn().orElse(LONGEST_WAIT).toNanos();
      for (Attempt attempt : held) {
        wait = Math.min(wait, attempt.attention(nanos));
      }
      targetNanos = nanos + wait;
      while (!stopped && targetNanos - System.nanoTime() > 0) {
        changed.await(targetNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
      }
      return !stopped;
    } catch (InterruptedException e) {
      return false; // nobody interrupts it but who wants it to end
    } finally {
      lock.unlock();
    }
  }
}
