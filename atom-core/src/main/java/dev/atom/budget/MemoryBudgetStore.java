package dev.atom.budget;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Keeps budgets in memory, for one process; gone with it. One lock for all buckets, held for about a
 * microsecond. Thread-safe.
 */
public final class MemoryBudgetStore implements BudgetStore, BudgetStore.Rows {
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Bucket, Kept> buckets = new HashMap<>();

  private MemoryBudgetStore(Clock clock) {
    this.clock = Objects.requireNonNull(clock, "clock");
  }

  /** What is kept of one bucket. */
  private static final class Kept {
    final NavigableMap<Long, Slot> slots = new TreeMap<>();
    final Map<String, Hold> holds = new HashMap<>();

    /** Those that have not lapsed, the next to end first. */
    final TreeSet<Hold> ending =
        new TreeSet<>(Comparator.comparingLong(Hold::endsAt).thenComparing(Hold::reservation));

    Warned warned = new Warned(0, 0);
  }

  /**
   * Returns an empty store.
   *
   * @param clock where the time comes from
   * @return the store
   */
  public static MemoryBudgetStore create(Clock clock) {
    return new MemoryBudgetStore(clock);
  }

  @Override
  public Instant now() {
    return clock.instant();
  }

  @Override
  public <T> T exclusively(NavigableSet<Bucket> touched, Function<Rows, T> work) {
    lock.lock();
    try {
      return work.apply(this);
    } finally {
      lock.unlock();
    }
  }

  private Kept kept(Bucket bucket) {
    if (!lock.isHeldByCurrentThread()) {
      throw new IllegalStateException("rows are read and written within exclusively(...) only");
    }
    return buckets.computeIfAbsent(bucket, key -> new Kept());
  }

  @Override
  public List<Slot> slots(Bucket bucket, long from, long until) {
    return List.copyOf(kept(bucket).slots.subMap(from, until).values());
  }

  @Override
  public void put(Bucket bucket, Slot slot) {
    kept(bucket).slots.put(slot.at(), slot);
  }

  @Override
  public Optional<Hold> hold(Bucket bucket, String reservation) {
    return Optional.ofNullable(kept(bucket).holds.get(reservation));
  }

  @Override
  public List<Hold> lapsed(Bucket bucket, long now) {
    List<Hold> lapsed = new ArrayList<>();
    for (Hold hold : kept(bucket).ending) {
      if (hold.endsAt() > now) {
        break;
      }
      lapsed.add(hold);
    }
    return lapsed;
  }

  @Override
  public void put(Bucket bucket, Hold hold) {
    remove(bucket, hold.reservation());
    kept(bucket).holds.put(hold.reservation(), hold);
    if (!hold.lapsed()) {
      kept(bucket).ending.add(hold);
    }
  }

  @Override
  public void remove(Bucket bucket, String reservation) {
    Hold old = kept(bucket).holds.remove(reservation);
    if (old != null) {
      kept(bucket).ending.remove(old);
    }
  }

  @Override
  public void forget(Bucket bucket, long slotsBefore, long lapsedBefore) {
    kept(bucket).slots.headMap(slotsBefore).clear();
    kept(bucket).holds.values().removeIf(hold -> hold.lapsed() && hold.endsAt() < lapsedBefore);
  }

  @Override
  public Warned warned(Bucket bucket) {
    return kept(bucket).warned;
  }

  @Override
  public void put(Bucket bucket, Warned warned) {
    kept(bucket).warned = warned;
  }

  @Override
  public void close() {
    // Nothing was opened.
  }
}
