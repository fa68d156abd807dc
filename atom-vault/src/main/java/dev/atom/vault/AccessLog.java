package dev.atom.vault;

import dev.atom.secret.SecretRef;
import dev.atom.vault.AuditRecord.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Uses of secrets on their way into the audit: those of one secret by one actor are counted together
 * and written every few seconds, because a commit for each would cost many times the use itself. What
 * is not written yet is lost in a crash. Bounded: when it is full and can't be written, uses are
 * refused. Thread-safe.
 */
final class AccessLog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);
  private static final int MOST = 10_000;
  private static final int MANY = MOST / 4;
  private static final int MOST_OF_A_COMMIT = 200;
  private static final int LANES = 16;

  private final StatusRows status;
  private final long intervalMillis;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition wake = lock.newCondition();
  private final ReentrantLock flushing = new ReentrantLock();
  private Map<Key, Count> waiting = new HashMap<>();
  private boolean closed;
  private boolean early;
  private @org.jspecify.annotations.Nullable Thread writer;

  private record Key(
      String actor,
      AuditAction action,
      Outcome outcome,
      SecretRef ref,
      long version,
      String detail) {}

  private static final class Count {
    private final long since;
    private long at;
    private long times;

    private Count(long since) {
      this.since = since;
    }
  }

  /**
   * Creates the log.
   *
   * @param intervalMillis how often it is written; 0 for at every use
   */
  AccessLog(StatusRows status, long intervalMillis) {
    this.status = status;
    this.intervalMillis = intervalMillis;
  }

  /** Notes a use of a secret, or a try. */
  void note(AuditEvent event, SecretRef ref) {
    boolean full;
    lock.lock();
    try {
      Key key =
          new Key(
              event.actor(), event.action(), event.outcome(), ref, event.version(), event.detail());
      Count count = waiting.computeIfAbsent(key, any -> new Count(event.at()));
      count.at = Math.max(count.at, event.at());
      count.times += event.times();
      full = waiting.size() >= MOST || intervalMillis == 0;
      if (waiting.size() == MANY) {
        early = true;
        wake.signalAll();
      }
      if (!full && writer == null && !closed) {
        writer = Thread.ofVirtual().name("atom-vault-access").start(this::run);
      }
    } finally {
      lock.unlock();
    }
    if (full) {
      flush();
    }
  }

  /** Writes what waits. What can't be written waits on. */
  void flush() {
    flushing.lock();
    try {
      Map<Key, Count> taken;
      lock.lock();
      try {
        taken = waiting;
        waiting = new HashMap<>();
      } finally {
        lock.unlock();
      }
      Map<String, List<Map.Entry<Key, Count>>> byTenant = new HashMap<>();
      for (Map.Entry<Key, Count> entry : taken.entrySet()) {
        byTenant
            .computeIfAbsent(entry.getKey().ref().tenant(), tenant -> new ArrayList<>())
            .add(entry);
      }
      write(byTenant);
    } finally {
      flushing.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      wake.signalAll();
    } finally {
      lock.unlock();
    }
    flush();
  }

  /** Writes many tenants side by side, so that an engine's commits can share a sync. */
  private void write(Map<String, List<Map.Entry<Key, Count>>> byTenant) {
    Queue<Map.Entry<String, List<Map.Entry<Key, Count>>>> left =
        new ConcurrentLinkedQueue<>(byTenant.entrySet());
    if (byTenant.size() <= LANES) {
      writeAll(left);
      return;
    }
    List<Future<?>> lanes = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int lane = 0; lane < LANES; lane++) {
        lanes.add(threads.submit(() -> writeAll(left)));
      }
    }
    for (Future<?> lane : lanes) {
      if (lane.state() == Future.State.FAILED
          && lane.exceptionNow() instanceof RuntimeException e) {
        throw e;
      }
    }
  }

  private void writeAll(Queue<Map.Entry<String, List<Map.Entry<Key, Count>>>> left) {
    VaultException failed = null;
    for (var next = left.poll(); next != null; next = left.poll()) {
      try {
        write(next.getKey(), next.getValue());
      } catch (VaultException e) {
        failed = e;
      }
    }
    if (failed != null) {
      throw failed;
    }
  }

  private void write(String tenant, List<Map.Entry<Key, Count>> all) {
    VaultException failed = null;
    for (int from = 0; from < all.size(); from += MOST_OF_A_COMMIT) {
      List<Map.Entry<Key, Count>> some =
          all.subList(from, Math.min(all.size(), from + MOST_OF_A_COMMIT));
      try {
        status.accessed(tenant, some.stream().map(AccessLog::event).toList());
      } catch (NoSuchSecret | RolledBack | TamperedRecord | TenantShredded | WrongMasterKey e) {
        LOG.warn("uses of a tenant's secrets can't be written to its audit: {}", e.getMessage());
      } catch (VaultException e) {
        failed = e;
        putBack(some);
      }
    }
    if (failed != null) {
      throw failed;
    }
  }

  private void putBack(List<Map.Entry<Key, Count>> some) {
    lock.lock();
    try {
      for (Map.Entry<Key, Count> entry : some) {
        waiting.merge(
            entry.getKey(),
            entry.getValue(),
            (now, before) -> {
              before.at = Math.max(before.at, now.at);
              before.times += now.times;
              return before;
            });
      }
    } finally {
      lock.unlock();
    }
  }

  private static AuditEvent event(Map.Entry<Key, Count> entry) {
    Key key = entry.getKey();
    Count count = entry.getValue();
    return new AuditEvent(
        count.at,
        count.since,
        key.actor(),
        key.action(),
        key.outcome(),
        java.util.Optional.of(key.ref()),
        key.version(),
        count.times,
        key.detail());
  }

  private void run() {
    while (waited()) {
      try {
        flush();
      } catch (VaultException e) {
        LOG.warn("uses of secrets can't be written to the audit yet: {}", e.getMessage());
      }
    }
  }

  /** Waits for the next time to write; false if there is none. */
  private boolean waited() {
    lock.lock();
    try {
      long left = TimeUnit.MILLISECONDS.toNanos(intervalMillis);
      while (!closed && !early && left > 0) {
        left = wake.awaitNanos(left);
      }
      early = false;
      return !closed;
    } catch (InterruptedException e) {
      return false;
    } finally {
      lock.unlock();
    }
  }
}
