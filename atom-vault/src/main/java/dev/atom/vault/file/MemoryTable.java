package dev.atom.vault.file;

import dev.atom.vault.store.RowKey;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The newest part of the index: where the rows stand that were committed last. */
final class MemoryTable {
  private final ConcurrentSkipListMap<RowKey, Position> positions = new ConcurrentSkipListMap<>();
  private final AtomicInteger size = new AtomicInteger();
  private final AtomicLong liveBytes = new AtomicLong();

  void put(RowKey key, Position position) {
    Position before = positions.put(key, position);
    if (before == null) {
      size.incrementAndGet();
    }
    liveBytes.addAndGet(position.liveBytes() - (before == null ? 0 : before.liveBytes()));
  }

  @Nullable Position get(RowKey key) {
    return positions.get(key);
  }

  int size() {
    return size.get();
  }

  /** How much of the log these rows need. */
  long liveBytes() {
    return liveBytes.get();
  }

  Cursor from(RowKey start) {
    Iterator<Map.Entry<RowKey, Position>> rest = positions.tailMap(start).entrySet().iterator();
    return () -> {
      if (!rest.hasNext()) {
        return null;
      }
      Map.Entry<RowKey, Position> next = rest.next();
      return new Cursor.Entry(IndexKey.encode(next.getKey()), next.getValue());
    };
  }
}
