package dev.atom.store;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * A {@link Store} in memory, for tests, examples and what need not survive the process.
 *
 * <p>Guarantees: all of the contract but durability; what it holds is gone with it. It keeps all
 * events and the keys of all effects for as long as it lives.
 *
 * <p>Thread-safe; one lock guards everything and no method holds it for long.
 */
public final class MemoryStore implements Store {
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Subject, List<Event>> events = new HashMap<>();
  private final Map<UniqueKey, String> keys = new HashMap<>();
  private final MemoryOutbox outbox = new MemoryOutbox();
  private final MemoryTimers timers = new MemoryTimers();
  private final MemoryLeases leases = new MemoryLeases();
  private boolean closed;

  private MemoryStore(Clock clock) {
    this.clock = Objects.requireNonNull(clock, "clock");
  }

  /**
   * Returns a new, empty store.
   *
   * @param clock where the time comes from
   * @return the store
   */
  public static MemoryStore create(Clock clock) {
    return new MemoryStore(clock);
  }

  @Override
  public long append(Append append) {
    return locked(
        () -> {
          Instant now = now();
          check(append, now);
          return write(append, now);
        });
  }

  @Override
  public List<Event> read(Subject subject, long after, int limit) {
    Checks.read(after, limit);
    return locked(
        () -> {
          List<Event> all = events.getOrDefault(subject, List.of());
          int from = (int) Math.min(after, all.size());
          int to = (int) Math.min((long) from + limit, all.size());
          return List.copyOf(all.subList(from, to));
        });
  }

  @Override
  public long version(Subject subject) {
    return locked(() -> currentVersion(subject));
  }

  @Override
  public Optional<String> find(UniqueKey key) {
    return locked(() -> Optional.ofNullable(keys.get(key)));
  }

  @Override
  public Optional<Lease> acquire(String tenant, String name, String owner, Duration time) {
    Checks.lease(time);
    return locked(
        () -> {
          Instant now = now();
          return leases.acquire(new Lease(tenant, name, owner, 1, now.plus(time)), now);
        });
  }

  @Override
  public void release(Lease lease) {
    locked(
        () -> {
          leases.release(lease, now());
          return lease;
        });
  }

  @Override
  public List<OutboxItem> claimOutbox(String worker, Set<String> kinds, int limit, Duration time) {
    Checks.claim(kinds, limit, time);
    return locked(
        () -> {
          Instant now = now();
          return outbox.claim(kinds, limit, now, now.plus(time));
        });
  }

  @Override
  public List<Timer> claimTimers(String worker, Set<String> purposes, int limit, Duration time) {
    Checks.claim(purposes, limit, time);
    return locked(
        () -> {
          Instant now = now();
          return timers.claim(purposes, limit, now, now.plus(time));
        });
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
    } finally {
      lock.unlock();
    }
  }

  /** Refuses what can't be written, before anything is. */
  private void check(Append append, Instant now) {
    append.fence().filter(lease -> !leases.isHeld(lease, now)).ifPresent(MemoryStore::refuse);
    long actual = currentVersion(append.subject());
    long expected = append.expectedVersion().orElse(actual);
    if (expected != actual) {
      throw new VersionConflict(append.subject(), expected, actual);
    }
    append.uniqueKeys().keySet().forEach(this::checkFree);
    Set<UniqueKey> taken = new HashSet<>(append.uniqueKeys().keySet());
    for (Append.Effect effect : append.effects()) {
      UniqueKey key = MemoryOutbox.key(append.subject(), effect.key());
      checkFree(key);
      if (!taken.add(key)) {
        throw new UniqueKeyTaken(
            key, append.uniqueKeys().getOrDefault(key, append.subject().toString()));
      }
    }
    for (Append.Settlement settlement : append.settlements()) {
      UniqueKey key = MemoryOutbox.key(append.subject(), settlement.key());
      boolean own = append.effects().stream().anyMatch(e -> e.key().equals(settlement.key()));
      if (!own && !outbox.holds(key)) {
        throw new IllegalArgumentException(
            "no effect \"" + settlement.key() + "\" is in the outbox of " + key.tenant());
      }
    }
  }

  private static void refuse(Lease lease) {
    throw new FenceLost(lease);
  }

  private void checkFree(UniqueKey key) {
    String holder = keys.get(key);
    if (holder != null) {
      throw new UniqueKeyTaken(key, holder);
    }
  }

  private long write(Append append, Instant now) {
    Subject subject = append.subject();
    if (!append.events().isEmpty()) {
      List<Event> all = events.computeIfAbsent(subject, s -> new ArrayList<>());
      append.events().forEach(event -> all.add(new Event(all.size() + 1L, now, event)));
    }
    keys.putAll(append.uniqueKeys());
    for (Append.Effect effect : append.effects()) {
      keys.put(MemoryOutbox.key(subject, effect.key()), subject.toString());
      outbox.add(subject, effect, now);
    }
    append.timers().forEach(change -> timers.change(subject, change));
    append.settlements().forEach(settlement -> outbox.settle(subject, settlement, now));
    return currentVersion(subject);
  }

  private long currentVersion(Subject subject) {
    return events.getOrDefault(subject, List.of()).size();
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private <T> T locked(Supplier<T> work) {
    lock.lock();
    try {
      if (closed) {
        throw new IllegalStateException("the store is closed");
      }
      return work.get();
    } finally {
      lock.unlock();
    }
  }
}
