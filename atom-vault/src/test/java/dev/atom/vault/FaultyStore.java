package dev.atom.vault;

import dev.atom.vault.store.Bytes;
import dev.atom.vault.store.Change;
import dev.atom.vault.store.Row;
import dev.atom.vault.store.RowKey;
import dev.atom.vault.store.RowKind;
import dev.atom.vault.store.StoreHealth;
import dev.atom.vault.store.VaultStore;
import java.util.List;
import java.util.Optional;

/** A store that fails at one call: before it did anything, or after it did all and can't say so. */
final class FaultyStore implements VaultStore {
  private final VaultStore store;
  private final int failing;
  private final boolean after;
  private int calls;

  /** Fails at the call with a number, counted from 1; 0 for never. */
  FaultyStore(VaultStore store, int failing, boolean after) {
    this.store = store;
    this.failing = failing;
    this.after = after;
  }

  int calls() {
    return calls;
  }

  boolean failed() {
    return failing > 0 && calls >= failing;
  }

  @Override
  public Optional<Row> get(RowKey key) {
    step();
    return store.get(key);
  }

  @Override
  public List<Row> scan(RowKind kind, Bytes prefix, Bytes from, int limit) {
    step();
    return store.scan(kind, prefix, from, limit);
  }

  @Override
  public void commit(List<Change> changes) {
    calls++;
    if (calls == failing && !after) {
      throw fault();
    }
    store.commit(changes);
    if (calls == failing) {
      throw fault();
    }
  }

  @Override
  public boolean shared() {
    return store.shared();
  }

  @Override
  public StoreHealth health() {
    return store.health();
  }

  @Override
  public void close() {
    // The rows are looked at afterwards.
  }

  private void step() {
    calls++;
    if (calls == failing) {
      throw fault();
    }
  }

  private static VaultUnavailable fault() {
    return new VaultUnavailable("a fault that a test wanted");
  }
}
