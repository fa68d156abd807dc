package dev.atom.vault;

import dev.atom.vault.store.Bytes;
import dev.atom.vault.store.Change;
import dev.atom.vault.store.Row;
import dev.atom.vault.store.RowKind;
import dev.atom.vault.store.VaultStore;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes a backup's rows into an empty store, the header last: until then no vault opens there, and
 * nobody makes a fresh one beside the rows. Used by one thread.
 */
final class BackupRestore implements BackupReader.Parts {
  private static final int MOST_ROWS = 500;
  private static final int MOST_BYTES = 4 << 20;

  private final VaultStore store;
  private final List<Row> waiting = new ArrayList<>();
  private final List<Bytes> tenants = new ArrayList<>();
  private int bytes;

  BackupRestore(VaultStore store) {
    this.store = store;
  }

  /** Refuses a store that has anything. */
  static void requireEmpty(VaultStore store) {
    for (RowKind kind : RowKind.values()) {
      if (!store.scan(kind, Bytes.EMPTY, Bytes.EMPTY, 1).isEmpty()) {
        throw new IllegalArgumentException(
            "a backup is restored into an empty store only, and this one has rows of kind "
                + kind
                + "; give another one, or empty it if an earlier restore was interrupted");
      }
    }
    if (!store.health().damage().isEmpty()) {
      throw new IllegalArgumentException(
          "a backup is restored into an empty store only, and this one is damaged");
    }
  }

  /** The tenants that came, in their order. */
  List<Bytes> tenants() {
    return tenants;
  }

  @Override
  public void begin(Bytes tenant) {
    tenants.add(tenant);
  }

  @Override
  public void rows(List<Row> rows) {
    for (Row row : rows) {
      waiting.add(row);
      bytes += row.content().length();
      if (waiting.size() == MOST_ROWS || bytes >= MOST_BYTES) {
        write();
      }
    }
  }

  @Override
  public void again(boolean audit) {
    Bytes tenant = tenants.getLast();
    waiting.removeIf(
        row -> row.key().id().startsWith(tenant) && (audit || row.key().kind() != RowKind.AUDIT));
    BackupReader.clear(store, tenant, audit);
  }

  @Override
  public void whole() {
    // Small tenants share a commit.
  }

  /** Writes what waits. */
  void write() {
    if (!waiting.isEmpty()) {
      store.commit(
          withoutHeader(waiting.stream().map(row -> (Change) new Change.Put(row, 0)).toList()));
      waiting.clear();
      bytes = 0;
    }
  }

  /** Makes the rows a vault. */
  void finish(Row header) {
    store.commit(List.of(new Change.Put(header, 0)));
  }

  static Change removed(Row row) {
    return new Change.Delete(row.key(), row.revision());
  }

  /** The same, unless somebody makes a vault in the store meanwhile. */
  static List<Change> withoutHeader(List<Change> changes) {
    List<Change> all = new ArrayList<>(changes);
    all.add(new Change.Require(Header.KEY, 0));
    return all;
  }
}
