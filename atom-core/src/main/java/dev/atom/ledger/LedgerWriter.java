package dev.atom.ledger;

import dev.atom.AtomException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Books records off the caller's path, many in one write. A record is durable when a {@link #flush()}
 * that was called after it returns, or, from a {@linkplain #synchronous synchronous} writer, when
 * {@link #book} returns.
 *
 * <p>No record is dropped: when the queue is full the caller waits or writes itself, and what the
 * ledger refuses to the end goes to the {@link LostRecords} and makes {@code flush} throw.
 *
 * <p>Thread-safe. Has one virtual thread, which ends with {@link #close()}; an open writer that is
 * forgotten loses what is queued when the process ends.
 */
public final class LedgerWriter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LedgerWriter.class);

  private final UsageLedger ledger;
  private final LedgerWriterBuilder options;
  private final ReentrantLock guard = new ReentrantLock();
  private final Condition filled = guard.newCondition();
  private final Condition drained = guard.newCondition();
  private final ArrayDeque<UsageRecord> queue;
  private long booked;
  private long settled;
  private boolean closing;

  /** Tenant and id of what was to be booked and is nowhere, until it is booked after all. */
  private final Set<List<String>> missing = ConcurrentHashMap.newKeySet();

  LedgerWriter(LedgerWriterBuilder options) {
    this.options = options;
    ledger = options.ledger;
    queue = new ArrayDeque<>(options.inCallersThread ? 1 : options.capacity);
    if (!options.inCallersThread) {
      Thread.ofVirtual().name("atom-ledger-writer").start(this::run);
    }
  }

  /**
   * Returns a builder of a writer with a thread of its own.
   *
   * @param ledger where to book; stays open when the writer is closed
   * @param lost hears of what could not be booked
   * @return a new builder
   */
  public static LedgerWriterBuilder newBuilder(UsageLedger ledger, LostRecords lost) {
    return new LedgerWriterBuilder(ledger, lost);
  }

  /**
   * Returns a writer that books on the caller's path: {@link #book} returns when it is done, or
   * throws.
   *
   * @param ledger where to book; stays open when the writer is closed
   * @return the writer
   */
  public static LedgerWriter synchronous(UsageLedger ledger) {
    return new LedgerWriterBuilder(ledger, (records, failure) -> true).inCallersThread().open();
  }

  /**
   * Books a record. An interrupt does not end it, and stays set.
   *
   * @param record what to book
   * @throws IllegalStateException if the writer is closed
   * @throws LedgerException from a synchronous writer, if it could not be booked
   */
  public void book(UsageRecord record) {
    Objects.requireNonNull(record, "record");
    guard.lock();
    try {
      requireOpen();
      if (!options.inCallersThread) {
        while (queue.size() == options.capacity && !options.callerWritesWhenFull) {
          drained.awaitUninterruptibly();
          requireOpen();
        }
        if (queue.size() < options.capacity) {
          queue.add(record);
          booked++;
          if (queue.size() == 1) {
            filled.signal();
          }
          return;
        }
      }
    } finally {
      guard.unlock();
    }
    bookHere(record);
  }

  private void requireOpen() {
    if (closing) {
      throw new IllegalStateException("the ledger's writer is closed; nothing was booked");
    }
  }

  private void bookHere(UsageRecord record) {
    List<UsageRecord> batch = List.of(record);
    boolean interrupted = Thread.interrupted(); // or the database would not even try
    try {
      write(batch);
    } catch (RuntimeException e) {
      boolean safe = options.lost.take(batch, e);
      if (options.inCallersThread || !safe) {
        throw new LedgerException(
            e instanceof AtomException known && known.retryable(),
            record + " was not booked: " + e.getMessage() + "; book it again",
            e);
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void run() {
    List<UsageRecord> batch = new ArrayList<>(options.batch);
    while (take(batch)) {
      try {
        write(batch);
      } catch (RuntimeException | Error e) {
        lose(List.copyOf(batch), e);
      } finally {
        settle(batch.size());
        batch.clear();
      }
    }
  }

  /** Waits for records; false if there is none and never will be. */
  private boolean take(List<UsageRecord> batch) {
    guard.lock();
    try {
      while (queue.isEmpty()) {
        if (closing) {
          return false;
        }
        filled.awaitUninterruptibly();
      }
      boolean full = queue.size() == options.capacity;
      while (batch.size() < options.batch && !queue.isEmpty()) {
        batch.add(queue.remove());
      }
      if (full) {
        drained.signalAll();
      }
      return true;
    } finally {
      guard.unlock();
    }
  }

  private void write(List<UsageRecord> batch) {
    Duration pause = options.pause;
    for (int tries = 1; ; tries++) {
      try {
        ledger.append(batch);
        if (!missing.isEmpty()) {
          batch.forEach(record -> missing.remove(id(record)));
        }
        return;
      } catch (AtomException e) {
        if (!e.retryable() || tries == options.tries) {
          throw e;
        }
      }
      LockSupport.parkNanos(pause.toNanos());
      pause = pause.multipliedBy(2);
    }
  }

  /** One record that the ledger can't take does not keep the others of its batch out. */
  private void lose(List<UsageRecord> batch, Throwable why) {
    if (batch.size() > 1 && !(why instanceof AtomException known && known.retryable())) {
      for (UsageRecord record : batch) {
        try {
          write(List.of(record));
        } catch (RuntimeException | Error e) {
          report(List.of(record), e);
        }
      }
    } else {
      report(batch, why);
    }
  }

  private void report(List<UsageRecord> batch, Throwable why) {
    boolean safe = false;
    try {
      safe = options.lost.take(batch, why);
    } catch (RuntimeException | Error e) {
      LOG.warn("what hears of lost usage records has thrown", e);
    } finally {
      if (!safe) {
        batch.forEach(record -> missing.add(id(record)));
      }
    }
  }

  private static List<String> id(UsageRecord record) {
    return List.of(record.tenant(), record.id());
  }

  private void settle(int count) {
    guard.lock();
    try {
      settled += count;
      drained.signalAll();
    } finally {
      guard.unlock();
    }
  }

  /**
   * Waits until everything that was booked before is in the ledger. An interrupt does not end it, and
   * stays set.
   *
   * @throws LedgerException as long as a record that was booked is neither in the ledger nor {@linkplain
   *     LostRecords#take taken over}; booking it again with success ends that
   */
  public void flush() {
    guard.lock();
    try {
      long target = booked;
      while (settled < target) {
        drained.awaitUninterruptibly();
      }
    } finally {
      guard.unlock();
    }
    if (!missing.isEmpty()) {
      throw new LedgerException(
          missing.size()
              + " records are not in the ledger, such as tenant and id "
              + missing.iterator().next()
              + "; book them again, or take them over in LostRecords");
    }
  }

  /**
   * Flushes, and ends the writer's thread; what others book meanwhile is written or refused.
   *
   * @throws LedgerException as {@link #flush()}
   */
  @Override
  public void close() {
    guard.lock();
    try {
      closing = true;
      filled.signal();
      drained.signalAll();
    } finally {
      guard.unlock();
    }
    flush();
  }
}
