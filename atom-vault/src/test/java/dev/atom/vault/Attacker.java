package dev.atom.vault;

import dev.atom.vault.store.Bytes;
import dev.atom.vault.store.Change;
import dev.atom.vault.store.Row;
import dev.atom.vault.store.RowKey;
import dev.atom.vault.store.RowKind;
import dev.atom.vault.store.VaultStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Somebody who can read and write a store's rows and has no key. */
final class Attacker {
  private final VaultStore store;

  Attacker(VaultStore store) {
    this.store = store;
  }

  /** All rows as they are now. */
  Map<RowKey, Row> rows() {
    Map<RowKey, Row> rows = new TreeMap<>();
    for (RowKind kind : RowKind.values()) {
      rows(kind).forEach(row -> rows.put(row.key(), row));
    }
    return rows;
  }

  List<Row> rows(RowKind kind) {
    List<Row> rows = new ArrayList<>();
    Bytes after = Bytes.EMPTY;
    List<Row> page = store.scan(kind, Bytes.EMPTY, after, 500);
    while (!page.isEmpty()) {
      rows.addAll(page);
      if (page.getLast().key().id().length() == 0) {
        break;
      }
      after = page.getLast().key().id();
      page = store.scan(kind, Bytes.EMPTY, after, 500);
    }
    return rows;
  }

  /** Writes a row, whatever was there. */
  void write(Row row) {
    remove(row.key());
    store.commit(List.of(new Change.Put(row, 0)));
  }

  void remove(RowKey key) {
    store.get(key).ifPresent(row -> store.commit(List.of(new Change.Delete(key, row.revision()))));
  }

  /** Makes the store what it was. */
  void restore(Map<RowKey, Row> rows) {
    rows().keySet().stream().filter(key -> !rows.containsKey(key)).forEach(this::remove);
    rows.values().stream()
        .filter(row -> !store.get(row.key()).equals(java.util.Optional.of(row)))
        .forEach(this::write);
  }
}
