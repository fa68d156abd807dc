package dev.atom.vault;

import dev.atom.vault.store.Bytes;
import dev.atom.vault.store.Change;
import dev.atom.vault.store.Row;
import dev.atom.vault.store.RowKind;
import dev.atom.vault.store.VaultStore;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * What is left of tenants that were shredded: rows that nothing opens, until they are purged, and one
 * tombstone, which says with which data key and epoch a new tenant of that name goes on. Thread-safe.
 */
final class Shredded {
  private static final int PAGE = 200;
  private static final int MOST_REMEMBERED = 10_000;
  private static final int MOST_TRIES = 500;
  private static final List<RowKind> LEFT =
      List.of(
          RowKind.SECRET,
          RowKind.VERSION,
          RowKind.STATUS,
          RowKind.MANIFEST,
          RowKind.LEASE,
          RowKind.AUDIT);

  private final VaultStore store;
  private final DataKeys dataKeys;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Bytes, Long> epochs =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Bytes, Long> eldest) {
          return size() > MOST_REMEMBERED;
        }
      };

  Shredded(VaultStore store, DataKeys dataKeys) {
    this.store = store;
    this.dataKeys = dataKeys;
  }

  /**
   * Where a new tenant begins.
   *
   * @param generation of its first data key
   * @param epoch before its first commit: that of the tenant before, so that what is left of that one
   *     is always older
   */
  record Start(int generation, long epoch) {}

  /** Whether a tenant has data keys, and all of them were destroyed. */
  boolean is(Bytes id) {
    List<Row> keys = keys(id);
    return !keys.isEmpty() && keys.stream().allMatch(this::tombstone);
  }

  /** Where a tenant begins that has no row; what is left of one before is purged first. */
  Start start(Bytes id) {
    List<Row> keys = keys(id);
    if (keys.isEmpty()) {
      return new Start(1, 0);
    }
    long epoch = 0;
    for (Row key : keys) {
      try {
        epoch = Math.max(epoch, dataKeys.epoch(key));
      } catch (GeneralSecurityException e) {
        throw new VaultConflict("the tenant changed meanwhile; try again");
      }
    }
    purge(id);
    return new Start(Ids.number(keys.getLast().key()) + 1, epoch);
  }

  /**
   * Deletes what is left of a tenant, in small commits, of which none happens if there is a tenant of
   * that name again.
   *
   * @return how many rows were deleted
   */
  long purge(Bytes id) {
    long deleted = 0;
    for (RowKind kind : LEFT) {
      deleted += purge(id, store -> store.scan(kind, id, Bytes.EMPTY, PAGE));
    }
    purge(
        id,
        store -> {
          List<Row> keys = keys(id).stream().filter(this::tombstone).toList();
          return keys.isEmpty() ? keys : keys.subList(0, keys.size() - 1);
        });
    return deleted;
  }

  /** The ids of all tenants that were shredded and of which rows are left. */
  Set<Bytes> left() {
    Set<Bytes> ids = new TreeSet<>();
    Bytes after = Bytes.EMPTY;
    List<Row> page = store.scan(RowKind.DATA_KEY, Bytes.EMPTY, after, PAGE);
    while (!page.isEmpty()) {
      for (Row row : page) {
        Bytes id = Bytes.of(row.key().id().toArray(), 0, 16);
        if (tombstone(row)
            && !ids.contains(id)
            && store.get(Ids.tenantRow(id)).isEmpty()
            && LEFT.stream().anyMatch(kind -> !store.scan(kind, id, Bytes.EMPTY, 1).isEmpty())) {
          ids.add(id);
        }
      }
      after = page.getLast().key().id();
      page = store.scan(RowKind.DATA_KEY, Bytes.EMPTY, after, PAGE);
    }
    return ids;
  }

  /** Remembers that this process shredded a tenant at an epoch. */
  void remember(Bytes id, long epoch) {
    lock.lock();
    try {
      epochs.merge(id, epoch, Math::max);
    } finally {
      lock.unlock();
    }
  }

  /** Whether what a slow reader knows of a tenant is from before it was shredded. */
  boolean before(Tenant tenant) {
    lock.lock();
    try {
      Long epoch = epochs.get(tenant.id);
      return epoch != null && tenant.state().epoch() <= epoch;
    } finally {
      lock.unlock();
    }
  }

  /** All of a tenant's data keys, destroyed ones too, by generation. */
  List<Row> keys(Bytes id) {
    List<Row> keys = new ArrayList<>();
    Bytes after = Bytes.EMPTY;
    List<Row> page = store.scan(RowKind.DATA_KEY, id, after, PAGE);
    while (!page.isEmpty()) {
      keys.addAll(page);
      after = page.getLast().key().id();
      page = store.scan(RowKind.DATA_KEY, id, after, PAGE);
    }
    return keys;
  }

  private long purge(Bytes id, Function<VaultStore, List<Row>> next) {
    long deleted = 0;
    int tries = 0;
    List<Row> page = next.apply(store);
    while (!page.isEmpty()) {
      List<Change> changes = new ArrayList<>();
      // Without this a slow purge would delete rows of a new tenant of the same name.
      changes.add(new Change.Require(Ids.tenantRow(id), 0));
      page.forEach(row -> changes.add(new Change.Delete(row.key(), row.revision())));
      try {
        store.commit(changes);
        deleted += page.size();
      } catch (VaultConflict e) {
        if (++tries == MOST_TRIES || store.get(Ids.tenantRow(id)).isPresent()) {
          throw e;
        }
        Waiting.briefly(tries);
      }
      page = next.apply(store);
    }
    return deleted;
  }

  private boolean tombstone(Row dataKey) {
    try {
      dataKeys.epoch(dataKey);
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
