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
 * is lost. Thread-safe.
 */
final class Heart {
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

  private final Store store;
  private final Clock clock;
  private final Settlements settlements;
  private final JobListener listener;
  private final Set<Attempt> held = ConcurrentHashMap.newKeySet();
  private final AtomicInteger count = new AtomicInteger();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private Instant target = Instant.MAX;
  private boolean started;
  private boolean stopped;

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
    attend(attempt.attention());
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

  /** Has the loop look at its attempts not later than at an instant. */
  void attend(Instant at) {
    lock.lock();
    try {
      if (at.isBefore(target)) {
        target = at;
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
        attend(Instant.MIN);
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

  void cutAll(Attempt.Cut why) {
    held.forEach(attempt -> attempt.cutShort(why));
  }

  /** Does what is due: timeouts, heart-beats, outcomes that could not be written. */
  void beat() {
    Instant now = clock.instant();
    List<Attempt> beating = new ArrayList<>();
    try {
      for (Attempt attempt : held) {
        if (attempt.timedOut(now)) {
          attempt.cutShort(Attempt.Cut.TIMEOUT);
        } else if (attempt.wantsBeat(now)) {
          if (attempt.writing.tryLock()) {
            beating.add(attempt);
          } else {
            attempt.beatFailed(now); // somebody writes to it just now; look again soon
          }
        }
      }
      if (!beating.isEmpty()) {
        extend(beating, now);
      }
    } finally {
      beating.forEach(attempt -> attempt.writing.unlock());
    }
    settlements.retry(now);
  }

  private void extend(List<Attempt> attempts, Instant now) {
    List<JobChange> changes = new ArrayList<>(attempts.size());
    attempts.forEach(attempt -> changes.add(attempt.beat(Optional.empty())));
    try {
      List<Boolean> made = store.change(changes);
      for (int i = 0; i < changes.size(); i++) {
        Attempt attempt = attempts.get(i);
        if (made.get(i)) {
          attempt.extended(changes.get(i), now);
        } else if (!attempt.settling()) {
          attempt.cutShort(Attempt.Cut.LOST);
        }
      }
    } catch (RuntimeException e) {
      listener.on(new JobEvent.StoreFailed(e));
      for (Attempt attempt : attempts) {
        if (attempt.beatFailed(now) && !attempt.settling()) {
          attempt.cutShort(Attempt.Cut.LOST); // another worker may have it by now
        }
      }
    }
  }

  private void loop() {
    while (await()) {
      try {
        beat();
      } catch (RuntimeException e) {
        listener.on(new JobEvent.StoreFailed(e));
      }
    }
  }

  private boolean await() {
    lock.lock();
    try {
      target = settlements.retryAt();
      for (Attempt attempt : held) {
        target = attempt.attention().isBefore(target) ? attempt.attention() : target;
      }
      while (!stopped && target.isAfter(clock.instant())) {
        Duration wait = Waits.until(target, clock, LONGEST_WAIT);
        if (changed.await(wait.toNanos(), TimeUnit.NANOSECONDS)) {
          continue;
        }
        if (wait.equals(LONGEST_WAIT)) {
          return true; // clocks jump
        }
      }
      target = Instant.MAX;
      return !stopped;
    } catch (InterruptedException e) {
      return false; // nobody interrupts it but who wants it to end
    } finally {
      lock.unlock();
    }
  }
}
