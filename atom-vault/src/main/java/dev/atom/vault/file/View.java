package dev.atom.vault.file;

import dev.atom.vault.store.RowKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the store consists of at a moment.
 *
 * @param log every row
 * @param active where the rows stand that are committed now
 * @param frozen those that are being written to a segment; null if none are
 * @param segments the rest, newest first
 */
record View(Log log, MemoryTable active, @Nullable MemoryTable frozen, List<Segment> segments) {
  View {
    segments = List.copyOf(segments);
  }

  @Nullable Position inMemory(RowKey key) {
    Position position = active.get(key);
    return position == null && frozen != null ? frozen.get(key) : position;
  }

  @Nullable Position inSegments(RowKey key) throws IOException {
    for (Segment segment : segments) {
      Position position = segment.get(key);
      if (position != null) {
        return position;
      }
    }
    return null;
  }

  /** All entries from a key on, deleted rows included. */
  Cursor from(RowKey start) throws IOException {
    List<Cursor> cursors = new ArrayList<>();
    cursors.add(active.from(start));
    if (frozen != null) {
      cursors.add(frozen.from(start));
    }
    for (Segment segment : segments) {
      cursors.add(segment.from(start));
    }
    return Cursor.merged(cursors);
  }

  /** How much of the log is needed; may be more than it is, never less. */
  long liveBytes() {
    long bytes = active.liveBytes() + (frozen == null ? 0 : frozen.liveBytes());
    for (Segment segment : segments) {
      bytes += segment.liveBytes();
    }
    return bytes;
  }
}
