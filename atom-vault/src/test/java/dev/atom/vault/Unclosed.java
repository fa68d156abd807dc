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

/** A store that stays open when a vault on it is closed, so that many vaults can follow one another. */
final class Unclosed implements VaultStore {
  private final VaultStore store;
  private boolean frozen;

  Unclosed(VaultStore store) {
    this.store = store;
  }

  @Override
  public Optional<Row> get(RowKey key) {
    return store.get(key);
  }

  @Override
  public List<Row> scan(RowKind kind, Bytes prefix, Bytes after, int limit) {
    return store.scan(kind, prefix, after, limit);
  }

  @Override
  public void commit(List<Change> changes) {
    if (!frozen) {
      store.commit(changes);
    }
  }

  @Override
  public boolean shared() {
    return true;
  }

  @Override
  public StoreHealth health() {
    return store.health();
  }

  @Override
  public void close() {
    // Whoever made the store closes it.
  }

  /** Drops what is committed from now on, or not. */
  void freeze(boolean drop) {
    frozen = drop;
  }

  void closeReally() {
    store.close();
  }
}
