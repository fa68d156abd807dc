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
import java.util.function.BiConsumer;

/** A store that tells a test of every step, which may fail it or do something in between. */
final class HookedStore implements VaultStore {
  private final VaultStore store;
  BiConsumer<RowKind, Bytes> onScan = (kind, prefix) -> {};
  Runnable beforeCommit = () -> {};
  Runnable afterCommit = () -> {};

  HookedStore(VaultStore store) {
    this.store = store;
  }

  @Override
  public Optional<Row> get(RowKey key) {
    return store.get(key);
  }

  @Override
  public List<Row> scan(RowKind kind, Bytes prefix, Bytes after, int limit) {
    onScan.accept(kind, prefix);
    return store.scan(kind, prefix, after, limit);
  }

  @Override
  public void commit(List<Change> changes) {
    beforeCommit.run();
    store.commit(changes);
    afterCommit.run();
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
    store.close();
  }
}
