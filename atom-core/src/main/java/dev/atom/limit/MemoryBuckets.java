package dev.atom.limit;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The buckets of one process: a map in stripes, each with a lock. Who needs several locks takes them
 * in the order of the stripes, so that nobody waits in a circle. Once a second whoever comes drops the
 * full buckets of one stripe.
 */
final class MemoryBuckets implements Buckets {
  private static final int STRIPES = 64;
  private static final Duration LONGEST_LOOK = Duration.ofMinutes(1);
  private static final long BETWEEN_SWEEPS = Duration.ofSeconds(1).toNanos();

  private final LimitTime time;
  private final Stripe[] stripes = new Stripe[STRIPES];
  private final AtomicLong holds = new AtomicLong();
  private final AtomicLong nextSweep;
  private final AtomicInteger swept = new AtomicInteger();

  private static final class Stripe {
    final ReentrantLock lock = new ReentrantLock();
    final Map<String, Cell> cells = new HashMap<>();
  }

  MemoryBuckets(LimitTime time) {
    this.time = time;
    nextSweep = new AtomicLong(time.nanos() + BETWEEN_SWEEPS);
    for (int i = 0; i < STRIPES; i++) {
      stripes[i] = new Stripe();
    }
  }

  @Override
  public Taking take(List<Charge> charges) {
    if (charges.isEmpty()) {
      return Taken.WITHOUT_HOLD;
    }
    long locked = lock(charges);
    long now;
    Taking taking;
    try {
      now = time.nanos(); // with the locks in hand: for each bucket it never goes back
      taking = takeLocked(charges, now);
    } finally {
      unlock(locked);
    }
    sweepIfDue(now);
    return taking;
  }

  private Taking takeLocked(List<Charge> charges, long now) {
    Lacking lacking = null;
    long longest = 0;
    boolean held = false;
    for (int i = 0; i < charges.size(); i++) {
      Charge charge = charges.get(i);
      long wait = wait(charge, now);
      if (wait > longest) {
        longest = wait;
        lacking = new Lacking(charge, Duration.ofNanos(wait));
      }
      held |= charge.rate() instanceof Rate.AtOnce;
    }
    if (lacking != null) {
      return lacking;
    }
    Taken taken = held ? new Taken(holds.incrementAndGet()) : Taken.WITHOUT_HOLD;
    for (int i = 0; i < charges.size(); i++) {
      book(charges.get(i), now, taken.hold());
    }
    return taken;
  }

  private long wait(Charge charge, long now) {
    Cell cell = stripe(charge).cells.get(charge.key());
    return switch (charge.rate()) {
      case Rate.PerPeriod rate -> Cell.Level.wait((Cell.Level) cell, rate, charge.amount(), now);
      case Rate.AtOnce rate ->
          cell == null ? 0 : ((Cell.Holds) cell).wait(rate, charge.amount(), now);
    };
  }

  private void book(Charge charge, long now, long hold) {
    Map<String, Cell> cells = stripe(charge).cells;
    switch (charge.rate()) {
      case Rate.PerPeriod rate ->
          ((Cell.Level) cells.computeIfAbsent(charge.key(), key -> new Cell.Level(now)))
              .take(rate, charge.amount(), now);
      case Rate.AtOnce rate ->
          ((Cell.Holds) cells.computeIfAbsent(charge.key(), key -> new Cell.Holds()))
              .take(hold, charge.amount(), now + rate.heldAtMost().toNanos());
    }
  }

  @Override
  public void settle(List<Charge> charges, long[] used, long hold) {
    for (int i = 0; i < charges.size(); i++) {
      Charge charge = charges.get(i);
      long actual = used[i];
      if (hold == 0 && actual == charge.amount()) {
        continue;
      }
      Stripe stripe = stripe(charge);
      stripe.lock.lock();
      try {
        switch (charge.rate()) {
          case Rate.PerPeriod rate -> correct(stripe, charge, rate, actual);
          case Rate.AtOnce rate -> {
            if (stripe.cells.get(charge.key()) instanceof Cell.Holds holding) {
              holding.end(hold);
            }
          }
        }
      } finally {
        stripe.lock.unlock();
      }
    }
  }

  /** What was taken and is used no more flows back; a bucket that is gone was full already. */
  private void correct(Stripe stripe, Charge charge, Rate.PerPeriod rate, long actual) {
    long now = time.nanos();
    long difference = Math.min(actual, 2 * rate.burst()) - charge.amount();
    if (difference > 0) {
      ((Cell.Level) stripe.cells.computeIfAbsent(charge.key(), key -> new Cell.Level(now)))
          .owe(rate, difference, now);
    } else if (difference < 0 && stripe.cells.get(charge.key()) instanceof Cell.Level level) {
      level.giveBack(rate, -difference);
    }
  }

  @Override
  public Duration longestLook() {
    return LONGEST_LOOK;
  }

  @Override
  public void close() {}

  private Stripe stripe(Charge charge) {
    return stripes[index(charge)];
  }

  private static int index(Charge charge) {
    int hash = charge.key().hashCode();
    return ((hash ^ (hash >>> 16)) * 0x9E3779B9) >>> 26;
  }

  /** Locks in the order of the stripes, and says which as bits. */
  private long lock(List<Charge> charges) {
    long wanted = 0;
    for (int i = 0; i < charges.size(); i++) {
      wanted |= 1L << index(charges.get(i));
    }
    for (long left = wanted; left != 0; left &= left - 1) {
      stripes[Long.numberOfTrailingZeros(left)].lock.lock();
    }
    return wanted;
  }

  private void unlock(long locked) {
    for (long left = locked; left != 0; left &= left - 1) {
      stripes[Long.numberOfTrailingZeros(left)].lock.unlock();
    }
  }

  private void sweepIfDue(long now) {
    long due = nextSweep.get();
    if (now - due >= 0 && nextSweep.compareAndSet(due, now + BETWEEN_SWEEPS)) {
      sweep(stripes[Math.floorMod(swept.getAndIncrement(), STRIPES)]);
    }
  }

  private void sweep(Stripe stripe) {
    stripe.lock.lock();
    try {
      long now = time.nanos();
      stripe.cells.values().removeIf(cell -> cell.full(now));
    } finally {
      stripe.lock.unlock();
    }
  }

  /** Drops all buckets that are full. */
  void sweepAll() {
    for (Stripe stripe : stripes) {
      sweep(stripe);
    }
  }

  /** How many buckets are kept. */
  int size() {
    int size = 0;
    for (Stripe stripe : stripes) {
      stripe.lock.lock();
      try {
        size += stripe.cells.size();
      } finally {
        stripe.lock.unlock();
      }
    }
    return size;
  }
}
