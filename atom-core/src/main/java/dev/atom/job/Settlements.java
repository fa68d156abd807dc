package dev.atom.job;

import dev.atom.store.Append;
import dev.atom.store.Job;
import dev.atom.store.JobChange;
import dev.atom.store.JobLost;
import dev.atom.store.JobQuery;
import dev.atom.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/**
 * Writes how attempts end. Whoever comes while nobody writes, writes at once; what comes meanwhile is
 * written as one group after it. What the engine refuses is kept and tried again. Thread-safe.
 */
final class Settlements {
  private static final int GROUP = 500;
  private static final Duration FIRST_WAIT = Duration.ofMillis(50);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

  private final Store store;
  private final Clock clock;
  private final JobListener listener;
  private final BiConsumer<Settlement, Boolean> written;
  private final ConcurrentLinkedQueue<Settlement> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean writing = new AtomicBoolean();
  // Of these nobody knows whether they were written: an engine failed while it wrote them.
  private final Set<Attempt> doubtful = ConcurrentHashMap.newKeySet();
  private volatile Instant retryAt = Instant.MAX;
  private volatile long retryNanos;
  private final AtomicInteger failures = new AtomicInteger();
  private int alone;

  /**
   * Creates an empty queue.
   *
   * @param written is told of each that is out of the way: true if it was made, false if the claim
   *     was lost
   */
  Settlements(
      Store store, Clock clock, JobListener listener, BiConsumer<Settlement, Boolean> written) {
    this.store = store;
    this.clock = clock;
    this.listener = listener;
    this.written = written;
  }

  void add(Settlement settlement) {
    waiting.add(settlement);
    if (failures.get() == 0) {
      flush();
    }
  }

  /** When the engine is asked again; never if it has not failed. */
  Instant retryAt() {
    return retryAt;
  }

  /** How long until then; empty if the engine has not failed. */
  Optional<Duration> retryIn() {
    Instant at = retryAt;
    return at.equals(Instant.MAX)
        ? Optional.empty()
        // Never nothing: it may be written just now, and then there is nothing to do but wait.
        : Optional.of(
            Waits.until(at, clock, Waits.untilNanos(retryNanos)).plus(FIRST_WAIT.dividedBy(5)));
  }

  void retry(Instant now) {
    if (!retryAt.isAfter(now)) {
      flush();
    }
  }

  /** The same by the time that really passes: the clock may have been set back. */
  void retry(long nanos) {
    if (!retryAt.equals(Instant.MAX) && retryNanos - nanos <= 0) {
      flush();
    }
  }

  /** Writes all that waits, until the engine fails. */
  @SuppressWarnings("ThreadPriorityCheck") // speed alone hangs on the hint
  void flush() {
    while (!waiting.isEmpty() && writing.compareAndSet(false, true)) {
      try {
        Thread.yield(); // to who ends just now, and comes with this group instead of the next
        if (!writeGroup(next())) {
          return;
        }
      } finally {
        writing.set(false);
      }
    }
  }

  /** One change for each job at most; after a failure one at a time, so that one harms no other. */
  private List<Settlement> next() {
    int limit = alone > 0 ? 1 : GROUP;
    List<Settlement> group = new ArrayList<>();
    Set<Long> numbers = new HashSet<>();
    while (group.size() < limit && !waiting.isEmpty()) {
      if (!numbers.add(waiting.element().change().job().number())) {
        break;
      }
      group.add(waiting.remove());
    }
    return group;
  }

  private boolean writeGroup(List<Settlement> group) {
    Deque<Settlement> recorded = new ArrayDeque<>();
    List<Settlement> plain = new ArrayList<>(group.size());
    for (Settlement settlement : group) {
      (settlement.attempt().kind().history() == 0 ? plain : recorded).add(settlement);
    }
    try {
      writePlain(plain);
      plain.clear();
      while (!recorded.isEmpty()) {
        boolean made = writeRecorded(recorded.element());
        end(recorded.remove(), made);
      }
    } catch (RuntimeException | Error e) { // whatever it was, no outcome may be forgotten
      plain.addAll(recorded);
      plain.forEach(settlement -> doubtful.add(settlement.attempt()));
      waiting.addAll(plain);
      alone = waiting.size();
      Duration wait = Waits.doubled(FIRST_WAIT, failures.incrementAndGet(), LONGEST_WAIT);
      retryNanos = System.nanoTime() + wait.toNanos();
      retryAt = clock.instant().plus(wait);
      listener.on(JobEvent.StoreFailed.of(e));
      return false;
    }
    alone = Math.max(0, alone - 1);
    failures.set(0);
    retryAt = Instant.MAX;
    return true;
  }

  private void writePlain(List<Settlement> plain) {
    if (!plain.isEmpty()) {
      List<JobChange> changes = new ArrayList<>(plain.size());
      plain.forEach(settlement -> changes.add(settlement.change()));
      List<Boolean> made = store.change(changes);
      for (int i = 0; i < changes.size(); i++) {
        end(plain.get(i), made.get(i));
      }
    }
  }

  private boolean writeRecorded(Settlement settlement) {
    try {
      Append.Builder append = Append.to(JobHistory.subject(settlement));
      JobHistory.add(append, JobHistory.subject(settlement), store, settlement);
      if (!settlement.late()) {
        append.change(settlement.change());
      }
      store.append(append.build());
      return true;
    } catch (JobLost e) {
      return false;
    }
  }

  private void end(Settlement settlement, boolean made) {
    boolean doubted = !doubtful.isEmpty() && doubtful.remove(settlement.attempt());
    written.accept(settlement, made || (doubted && wasMade(settlement.change())));
  }

  /** Tells whether a change that could not be made had been made before. */
  private boolean wasMade(JobChange change) {
    Optional<Job> wanted = change.after(clock.instant());
    long number = change.job().number();
    try {
      Optional<Job> found =
          store.jobs(JobQuery.all().after(number - 1).limit(1)).stream()
              .filter(job -> job.number() == number)
              .findFirst();
      return wanted.isPresent() == found.isPresent()
          && wanted.map(w -> sameState(w, found.orElseThrow())).orElse(true);
    } catch (RuntimeException e) {
      listener.on(new JobEvent.StoreFailed(e));
      return false;
    }
  }

  private static boolean sameState(Job wanted, Job found) {
    return wanted.status().fence() == found.status().fence()
        && wanted.status().state() == found.status().state();
  }
}
