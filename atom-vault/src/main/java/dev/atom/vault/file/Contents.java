package dev.atom.vault.file;

import dev.atom.vault.VaultUnavailable;
import dev.atom.vault.store.Bytes;
import dev.atom.vault.store.Row;
import dev.atom.vault.store.RowKey;
import dev.atom.vault.store.RowKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/** Reads rows while others commit, and while the files are exchanged. Thread-safe. */
final class Contents {
  private static final int MOST_ROWS = 1_000;
  private static final int MOST_BYTES = 4 << 20;

  private final Path path;
  private final Damage damage;
  private final ReentrantReadWriteLock applied = new ReentrantReadWriteLock();
  private volatile View view;

  Contents(Path path, Damage damage, View view) {
    this.path = path;
    this.damage = damage;
    this.view = view;
  }

  View view() {
    return view;
  }

  /** Shows readers other files. Those who still read the old ones begin again when they close. */
  void replace(View next) {
    view = next;
  }

  /** Makes a group of commits visible at once. */
  void apply(List<Located> rows) {
    MemoryTable table = view.active();
    applied.writeLock().lock();
    try {
      rows.forEach(row -> table.put(row.key(), row.position()));
    } finally {
      applied.writeLock().unlock();
    }
  }

  Optional<Row> get(RowKey key) {
    while (true) {
      View seen = view;
      try {
        Position position = find(seen, key);
        return position == null || position.deleted()
            ? Optional.empty()
            : read(seen, key, position);
      } catch (DiskFile.ClosedFile e) {
        requireExchanged(seen);
      } catch (IOException e) {
        throw unreadable(e);
      }
    }
  }

  List<Row> scan(RowKind kind, Bytes prefix, Bytes after, int limit) {
    Bytes from = after;
    while (true) {
      View seen = view;
      try {
        List<Located> page = page(seen, kind, prefix, from, Math.min(limit, MOST_ROWS));
        List<Row> rows = new ArrayList<>();
        long bytes = 0;
        for (Located row : page) {
          if (bytes > MOST_BYTES) {
            break;
          }
          read(seen, row.key(), row.position()).ifPresent(rows::add);
          bytes += row.position().length();
        }
        if (!rows.isEmpty() || page.isEmpty()) {
          return rows;
        }
        // None of them can be read, but there may be more behind them.
        from = page.getLast().key().id();
      } catch (DiskFile.ClosedFile e) {
        requireExchanged(seen);
      } catch (IOException e) {
        throw unreadable(e);
      }
    }
  }

  /** Whether a row that the index knows is there; if not, it counts as absent. */
  boolean readable(View seen, RowKey key, Position position) throws IOException {
    return read(seen, key, position).isPresent();
  }

  VaultUnavailable unreadable(IOException cause) {
    return new VaultUnavailable(
        "can't read the vault " + path + " (" + cause.getMessage() + "); open it again", cause);
  }

  /** Returns if the files were exchanged, so that another look at them helps. */
  void requireExchanged(View seen) {
    if (view == seen) {
      throw new VaultUnavailable("the vault " + path + " is closed");
    }
  }

  private Optional<Row> read(View seen, RowKey key, Position position) throws IOException {
    Optional<Row> row = seen.log().read(key, position);
    if (row.isEmpty()) {
      damage.add(position.offset(), position.length());
    }
    return row;
  }

  private @Nullable Position find(View seen, RowKey key) throws IOException {
    Position position;
    applied.readLock().lock();
    try {
      position = seen.inMemory(key);
    } finally {
      applied.readLock().unlock();
    }
    return position == null ? seen.inSegments(key) : position;
  }

  private List<Located> page(View seen, RowKind kind, Bytes prefix, Bytes after, int limit)
      throws IOException {
    boolean fromStart = prefix.compareTo(after) > 0 || after.length() == 0;
    RowKey start = new RowKey(kind, fromStart ? prefix : after);
    List<Located> page = new ArrayList<>();
    applied.readLock().lock();
    try {
      Cursor cursor = seen.from(start);
      Cursor.Entry entry = cursor.next();
      while (entry != null && page.size() < limit) {
        RowKey key = IndexKey.decode(entry.key());
        if (key.kind() != kind || !key.id().startsWith(prefix)) {
          break;
        }
        if (!entry.position().deleted() && (fromStart || !key.equals(start))) {
          page.add(new Located(key, entry.position()));
        }
        entry = cursor.next();
      }
      return page;
    } finally {
      applied.readLock().unlock();
    }
  }
}
