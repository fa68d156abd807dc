package dev.atom.vault.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** Keeps rows in memory, for tests and for what need not outlive the process. Thread-safe. */
public final class MemoryVaultStore implements VaultStore {
  private final ConcurrentNavigableMap<RowKey, Row> rows = new ConcurrentSkipListMap<>();
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

  /** Creates an empty store. */
  public MemoryVaultStore() {}

  @Override
  public Optional<Row> get(RowKey key) {
    lock.readLock().lock();
    try {
      return Optional.ofNullable(rows.get(key));
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public List<Row> scan(RowKind kind, Bytes prefix, Bytes after, int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("a scan's limit is 1 or more, not " + limit);
    }
    boolean fromStart = prefix.compareTo(after) > 0;
    RowKey start = new RowKey(kind, fromStart ? prefix : after);
    List<Row> found = new ArrayList<>();
    lock.readLock().lock();
    try {
      for (Row row : rows.tailMap(start, fromStart || after.length() == 0).values()) {
        boolean wanted = row.key().kind() == kind && row.key().id().startsWith(prefix);
        if (!wanted || found.size() == limit) {
          break;
        }
        found.add(row);
      }
      return found;
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public void commit(List<Change> changes) {
    CommitCheck.require(changes);
    lock.writeLock().lock();
    try {
      for (Change change : changes) {
        Row row = rows.get(change.key());
        CommitCheck.require(change, row == null ? 0 : row.revision());
      }
      changes.forEach(this::make);
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** Several vaults may have one store. */
  @Override
  public boolean shared() {
    return true;
  }

  @Override
  public StoreHealth health() {
    return StoreHealth.SOUND;
  }

  @Override
  public void close() {
    // What several vaults in a test share outlives each of them.
  }

  private void make(Change change) {
    switch (change) {
      case Change.Put put -> rows.put(put.key(), put.row());
      case Change.Delete delete -> rows.remove(delete.key());
      case Change.Require require -> {
        // Nothing to write.
      }
    }
  }
}
