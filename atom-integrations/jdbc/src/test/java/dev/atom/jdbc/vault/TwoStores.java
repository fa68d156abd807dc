package dev.atom.jdbc.vault;

import dev.atom.vault.store.Bytes;
import dev.atom.vault.store.Change;
import dev.atom.vault.store.Row;
import dev.atom.vault.store.RowKey;
import dev.atom.vault.store.RowKind;
import dev.atom.vault.store.StoreHealth;
import dev.atom.vault.store.VaultStore;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Two stores on one database as one: commits go through each in turn, reads through the other. */
final class TwoStores implements VaultStore {
  private final VaultStore one;
  private final VaultStore two;
  private final AtomicInteger commits = new AtomicInteger();

  TwoStores(VaultStore one, VaultStore two) {
    this.one = one;
    this.two = two;
  }

  @Override
  public Optional<Row> get(RowKey key) {
    return reader().get(key);
  }

  @Override
  public List<Row> scan(RowKind kind, Bytes prefix, Bytes after, int limit) {
    return reader().scan(kind, prefix, after, limit);
  }

  @Override
  public void commit(List<Change> changes) {
    (commits.incrementAndGet() % 2 == 0 ? two : one).commit(changes);
  }

  private VaultStore reader() {
    return commits.get() % 2 == 0 ? one : two;
  }

  @Override
  public boolean shared() {
    return one.shared();
  }

  @Override
  public StoreHealth health() {
    return one.health();
  }

  @Override
  public void close() {
    one.close();
    two.close();
  }
}
