package dev.atom.vault.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.vault.store.Bytes;
import dev.atom.vault.store.Change;
import dev.atom.vault.store.Row;
import dev.atom.vault.store.RowKey;
import dev.atom.vault.store.RowKind;
import dev.atom.vault.store.VaultStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** What a store should have. */
final class Model {
  private final TreeMap<RowKey, Row> rows = new TreeMap<>();

  Model() {}

  Model(Model other) {
    rows.putAll(other.rows);
  }

  Map<RowKey, Row> rows() {
    return rows;
  }

  /** A commit that can be made. */
  List<Change> next(Random random) {
    List<Change> changes = new ArrayList<>();
    int first = random.nextInt(12);
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      RowKey key = key(first + i);
      Row row = rows.get(key);
      long revision = row == null ? 0 : row.revision();
      int choice = random.nextInt(8);
      if (revision > 0 && choice == 0) {
        changes.add(new Change.Delete(key, revision));
      } else if (choice == 1 && count > 1) {
        changes.add(new Change.Require(key, revision));
      } else {
        byte[] content = new byte[random.nextInt(90)];
        random.nextBytes(content);
        changes.add(new Change.Put(new Row(key, revision + 1, Bytes.of(content)), revision));
      }
    }
    return changes;
  }

  /** The model after a commit. */
  Model with(List<Change> changes) {
    Model next = new Model(this);
    for (Change change : changes) {
      switch (change) {
        case Change.Put put -> next.rows.put(put.key(), put.row());
        case Change.Delete delete -> next.rows.remove(delete.key());
        case Change.Require require -> {
          // Nothing.
        }
      }
    }
    return next;
  }

  /** Everything that a store has, read in both ways. */
  static Map<RowKey, Row> read(VaultStore store) {
    Map<RowKey, Row> all = new TreeMap<>();
    for (RowKind kind : RowKind.values()) {
      Bytes after = Bytes.EMPTY;
      List<Row> page = store.scan(kind, Bytes.EMPTY, after, 5);
      while (!page.isEmpty()) {
        page.forEach(row -> all.put(row.key(), row));
        after = page.getLast().key().id();
        if (after.length() == 0) {
          // The header; nothing is behind it.
          break;
        }
        page = store.scan(kind, Bytes.EMPTY, after, 5);
      }
    }
    all.forEach((key, row) -> assertThat(store.get(key)).contains(row));
    return all;
  }

  static RowKey key(int number) {
    RowKind kind = number % 3 == 0 ? RowKind.AUDIT : RowKind.SECRET;
    byte[] id = new byte[16 + number % 5];
    id[3] = (byte) number;
    return new RowKey(kind, Bytes.of(id));
  }
}
