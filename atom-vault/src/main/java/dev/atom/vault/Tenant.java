package dev.atom.vault;

import dev.atom.secret.SecretRef;
import dev.atom.vault.seal.TinkKeyset;
import dev.atom.vault.store.Bytes;
import dev.atom.vault.store.RowKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * A tenant as this process knows it: its data keys, opened, and its newest state. Kept for a while,
 * in bounded number. Thread-safe.
 */
final class Tenant {
  private static final int PARTS_KEPT = 64;
  private static final int KEYS_KEPT = 32;

  final Bytes id;
  final long loaded;
  final Map<Integer, TinkKeyset> keys = new ConcurrentHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Integer, Part> parts =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Part> eldest) {
          return size() > PARTS_KEPT;
        }
      };
  private final Map<SecretRef, RowKey> rows = new ConcurrentHashMap<>();
  private volatile TenantState state;
  private volatile long checked;

  Tenant(Bytes id, TenantState state, long now) {
    this.id = id;
    this.loaded = now;
    this.state = state;
    this.checked = now;
  }

  TenantState state() {
    return state;
  }

  /** The key of a secret's row, remembered for some of those used last. */
  RowKey key(SecretRef ref, Function<SecretRef, RowKey> function) {
    RowKey known = rows.get(ref);
    if (known == null) {
      if (rows.size() >= KEYS_KEPT) {
        rows.clear();
      }
      known = function.apply(ref);
      rows.put(ref, known);
    }
    return known;
  }

  /** When the state was last seen to be the store's, by the clock of the process. */
  long checked() {
    return checked;
  }

  /** Takes over a newer state; an older one is what somebody put back. */
  void seen(TenantState newer, long now) {
    lock.lock();
    try {
      if (newer.epoch() < state.epoch()) {
        // A slow reader may come late with what it read before a commit of this process.
        return;
      }
      if (newer.epoch() > state.epoch()) {
        parts.clear();
        state = newer;
      }
      checked = now;
    } finally {
      lock.unlock();
    }
  }

  /** A part of a large manifest as it was at an epoch; null if it must be read. */
  @org.jspecify.annotations.Nullable
  Part part(int index, long epoch) {
    lock.lock();
    try {
      return state.epoch() == epoch ? parts.get(index) : null;
    } finally {
      lock.unlock();
    }
  }

  void keep(int index, long epoch, Part part) {
    lock.lock();
    try {
      if (state.epoch() == epoch) {
        parts.put(index, part);
      }
    } finally {
      lock.unlock();
    }
  }
}
