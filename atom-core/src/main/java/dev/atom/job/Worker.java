package dev.atom.job;

import dev.atom.store.Claimed;
import dev.atom.store.Job;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The one loop of a host: claims what is due as long as slots are free, and sleeps until something is.
 */
final class Worker {
  private static final Duration FIRST_WAIT = Duration.ofMillis(100);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
  private static final int BATCH = 500;
  private static final long LONGEST_GATHERING_NANOS = 500_000;

  private final Runner runner;
  private final Chores chores;
  private final Clock clock;
  private final Duration poll;
  private final int concurrency;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Thread thread;
  private volatile boolean woken;
  private Instant planned = Instant.MAX;
  private volatile boolean starved;
  private boolean backlog;
  private long claimNanos;
  private volatile boolean stopped;
  private int failures;
  private int early;

  Worker(Runner runner, Chores chores, Clock clock, Duration poll, int concurrency) {
    this.runner = runner;
    this.chores = chores;
    this.clock = clock;
    this.poll = poll;
    this.concurrency = concurrency;
    // A thread of the system: handlers that compute all the time can't hold it up.
    thread = Thread.ofPlatform().daemon().name("atom-jobs").unstarted(this::loop);
  }

  void start() {
    thread.start();
  }

  /** Claims nothing more, and waits for a claim that is under way. */
  void stop() throws InterruptedException {
    stopped = true;
    wake();
    if (!thread.equals(Thread.currentThread())) {
      thread.join();
    }
  }

  void wake() {
    lock.lock();
    try {
      woken = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** A slot is free: of use if one was missing, or if a limit held something back. */
  void freed() {
    if (!woken && (starved || runner.hasLimits())) {
      wake();
    }
  }

  /** Something is due at an instant. */
  void planned(Instant at) {
    lock.lock();
    try {
      if (at.isBefore(planned)) {
        planned = at;
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  private void loop() {
    while (!stopped) {
      begin();
      Instant until;
      try {
        until = step();
        failures = 0;
      } catch (RuntimeException | Error e) { // whatever it was, the host goes on
        failures++;
        runner.listener().on(JobEvent.StoreFailed.of(e));
        until = clock.instant().plus(Waits.doubled(FIRST_WAIT, failures, LONGEST_WAIT));
        pause(until);
        continue;
      }
      sleep(until);
    }
  }

  private void begin() {
    lock.lock();
    try {
      woken = false;
      planned = Instant.MAX;
    } finally {
      lock.unlock();
    }
  }

  /** Claims once. Returns until when there is nothing to do. */
  private Instant step() {
    chores.run();
    Instant latest = clock.instant().plus(poll);
    starved = true; // before looking, so that no slot is freed unheard
    int free = free();
    if (backlog && free < concurrency / 2) {
      // More slots are free in a moment, and a claim of many costs hardly more than one of a few.
      LockSupport.parkNanos(Math.min(LONGEST_GATHERING_NANOS, claimNanos / 4));
      free = free();
    }
    if (free <= 0) {
      return latest;
    }
    long asked = System.nanoTime();
    Claimed claimed = runner.claim(free);
    claimNanos = System.nanoTime() - asked;
    for (Job job : claimed.jobs()) {
      Attempt attempt = runner.begin(job);
      Thread.ofVirtual().name("atom-job").start(() -> runner.execute(attempt));
    }
    backlog = claimed.jobs().size() == free;
    if (backlog) {
      early = 0;
      return Instant.MIN;
    }
    starved = false;
    Instant next = claimed.nextDue().orElse(latest);
    if (next.isAfter(clock.instant()) || !claimed.jobs().isEmpty()) {
      early = 0;
      return next.isBefore(latest) ? next : latest;
    }
    // This clock is ahead of the store's: what is due here is not due there.
    early++;
    return clock.instant().plus(Waits.doubled(Duration.ofMillis(1), early, poll));
  }

  /** Outcomes may lag behind by as many as run, no more. */
  private int free() {
    int slots = concurrency - runner.busy();
    int unwritten = 2 * concurrency - runner.heart().count();
    return Math.min(BATCH, Math.min(slots, unwritten));
  }

  /**
   * Until an instant, or until something is to be done before; never longer than a poll by the time
   * that really passes, since the clock may be set back meanwhile.
   */
  private void sleep(Instant until) {
    long end = System.nanoTime() + poll.toNanos();
    lock.lock();
    try {
      while (!stopped && !woken) {
        Duration wait = Waits.until(planned.isBefore(until) ? planned : until, clock, poll);
        long nanos = Math.min(wait.toNanos(), end - System.nanoTime());
        if (nanos <= 0) {
          return;
        }
        changed.await(nanos, TimeUnit.NANOSECONDS);
      }
    } catch (InterruptedException e) {
      stopped = true; // nobody interrupts it but who wants it to end
    } finally {
      lock.unlock();
    }
  }

  /** The store has failed: until an instant, whatever is to be done. */
  private void pause(Instant until) {
    lock.lock();
    try {
      Duration wait = Waits.until(until, clock, LONGEST_WAIT);
      long left = wait.toNanos();
      while (!stopped && left > 0) {
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      stopped = true;
    } finally {
      lock.unlock();
    }
  }
}
