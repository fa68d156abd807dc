package dev.atom.store;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A {@link Store} in memory, for tests, examples and what need not survive the process.
 *
 * <p>Guarantees: all of the contract but durability; what it holds is gone with it. It keeps what
 * nobody removes for as long as it lives.
 *
 * <p>Thread-safe; one lock guards everything and no method holds it for long.
 */
public final class MemoryStore implements Store {
  private static final Comparator<String> BY_UTF8 =
      Comparator.comparing(
          (String text) -> text.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Subject, MemoryEvents> events = new HashMap<>();
  private final Map<UniqueKey, Append.Taking> keys = new HashMap<>();
  private final MemoryJobs jobs = new MemoryJobs();
  private final MemoryLeases leases = new MemoryLeases();
  private final PlanListeners listeners = new PlanListeners();
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
    Instant[] at = new Instant[1];
    long version =
        locked(
            () -> {
              Instant now = now();
              at[0] = now;
              check(append, now);
              return write(append, now);
            });
    listeners.tell(append, at[0]);
    return version;
  }

  @Override
  public List<Event> read(Subject subject, EventRange range) {
    return locked(
        () -> {
          MemoryEvents all = events.get(subject);
          return all == null ? List.of() : all.read(range);
        });
  }

  @Override
  public List<SubjectHead> subjects(String tenant, String kind, String after, int limit) {
    SubjectHead.requireLimit(limit);
    return locked(
        () ->
            events.entrySet().stream()
                .filter(e -> e.getKey().tenant().equals(tenant) && e.getKey().kind().equals(kind))
                .filter(e -> BY_UTF8.compare(e.getKey().id(), after) > 0)
                .sorted(Comparator.comparing(e -> e.getKey().id(), BY_UTF8))
                .limit(limit)
                .map(e -> e.getValue().head(e.getKey()))
                .toList());
  }

  @Override
  public Optional<String> find(UniqueKey key) {
    return locked(() -> holder(key, now()));
  }

  @Override
  public Optional<Lease> acquire(String tenant, String name, String owner, Duration time) {
    Duration whole = Lease.requireTime(time);
    return locked(
        () -> {
          Instant now = now();
          return leases.acquire(new Lease(tenant, name, owner, 0, now.plus(whole)), now);
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
  public Claimed claim(JobClaim claim) {
    return locked(() -> jobs.claim(claim, now()));
  }

  @Override
  public List<Boolean> change(List<JobChange> changes) {
    JobChange.requireDistinct(changes);
    return locked(
        () -> {
          Instant now = now();
          List<Boolean> made = new ArrayList<>(changes.size());
          for (JobChange change : changes) {
            boolean current = jobs.isCurrent(change.job());
            if (current) {
              jobs.change(change, now);
            }
            made.add(current);
          }
          return List.copyOf(made);
        });
  }

  @Override
  public List<Job> jobs(JobQuery query) {
    return locked(() -> jobs.query(query));
  }

  @Override
  public Runnable whenPlanned(Consumer<Instant> listener) {
    return listeners.add(listener);
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
    MemoryEvents all = events.get(append.subject());
    long actual = all == null ? 0 : all.version();
    long expected = append.expectedVersion().orElse(actual);
    if (expected != actual) {
      throw new VersionConflict(append.subject(), expected, actual);
    }
    for (Append.Taking taking : append.taken()) {
      Optional<String> holder = holder(taking.key(), now);
      if (holder.isPresent() && !append.freed().contains(taking.key())) {
        throw new UniqueKeyTaken(taking.key(), holder.get());
      }
    }
    checkEffects(append);
    for (JobChange change : append.changes()) {
      if (!jobs.isCurrent(change.job())) {
        throw new JobLost(change.job());
      }
    }
  }

  private void checkEffects(Append append) {
    Subject subject = append.subject();
    Set<String> own = new HashSet<>();
    for (NewJob job : append.jobs()) {
      if (job.type() == JobType.EFFECT) {
        Optional<Subject> holder = jobs.find(subject, job).map(Job::subject);
        if (holder.isPresent() || !own.add(job.name())) {
          UniqueKey key = new UniqueKey(subject.tenant(), UniqueKeyTaken.EFFECTS, job.name());
          throw new UniqueKeyTaken(key, holder.orElse(subject).toString());
        }
      }
    }
  }

  private static void refuse(Lease lease) {
    throw new FenceLost(lease);
  }

  private Optional<String> holder(UniqueKey key, Instant now) {
    return Optional.ofNullable(keys.get(key))
        .filter(taking -> taking.until().filter(end -> !end.isAfter(now)).isEmpty())
        .map(Append.Taking::value);
  }

  private long write(Append append, Instant now) {
    Subject subject = append.subject();
    append.changes().forEach(change -> jobs.change(change, now));
    append.cancelled().forEach(name -> jobs.cancel(subject, name));
    append.jobs().forEach(job -> jobs.plan(subject, job, now));
    append.freed().forEach(keys::remove);
    append.taken().forEach(taking -> keys.put(taking.key(), taking));
    MemoryEvents all = events.get(subject);
    if (all == null) {
      if (append.events().isEmpty()) {
        return 0;
      }
      all = new MemoryEvents();
      events.put(subject, all);
    }
    all.add(append.events(), now);
    all.forget(append.forgotten());
    return all.version();
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
