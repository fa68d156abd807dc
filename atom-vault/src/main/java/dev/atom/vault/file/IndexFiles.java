package dev.atom.vault.file;

import dev.atom.vault.store.Bytes;
import dev.atom.vault.store.RowKey;
import dev.atom.vault.store.RowKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder with the index: a catalog, and the segments that it names. Nothing in it is needed; what
 * is missing, damaged or of another log is made anew from the log. One thread at a time.
 */
final class IndexFiles {
  static final RowKey FIRST = new RowKey(RowKind.HEADER, Bytes.EMPTY);

  private static final Logger LOG = LoggerFactory.getLogger(IndexFiles.class);

  private final Disk disk;
  private final Path directory;
  private long lastNumber;

  IndexFiles(Disk disk, Path log) {
    this.disk = disk;
    this.directory = log.resolveSibling(log.getFileName() + ".index");
  }

  /** What was found of a log's index. */
  record Loaded(Catalog catalog, List<Segment> segments) {}

  /** Opens the index of a log and checks every byte of it; null if there is none that can be used. */
  @Nullable Loaded load(Log log) throws IOException {
    disk.createDirectories(directory);
    Catalog catalog = Catalog.read(disk, catalog());
    List<Segment> segments = new ArrayList<>();
    if (catalog == null || !isOf(catalog, log) || !openAll(catalog, segments)) {
      close(segments);
      disk.delete(catalog());
      removeAllBut(List.of());
      return null;
    }
    removeAllBut(segments);
    return new Loaded(catalog, segments);
  }

  /** Prepares a segment with a number of its own. */
  Segment write(Bytes logId, Filling filling) throws IOException {
    long number = ++lastNumber;
    Path path = segment(number);
    boolean written = false;
    try {
      try (SegmentWriter writer = new SegmentWriter(disk, path)) {
        filling.fill(writer);
        writer.finish(logId, number);
      }
      Segment segment = Segment.open(disk, path, logId, number);
      written = true;
      return segment;
    } finally {
      if (!written) {
        disk.delete(path);
      }
    }
  }

  /**
   * Writes what is in memory to a segment, and merges it with segments that are not much larger, so
   * that there are few.
   *
   * @return the segments, newest first
   */
  List<Segment> add(Bytes logId, MemoryTable table, List<Segment> older) throws IOException {
    List<Segment> segments = new ArrayList<>(older);
    List<Cursor> cursors = new ArrayList<>(List.of(table.from(FIRST)));
    long entries = table.size();
    while (!segments.isEmpty() && segments.getFirst().entries() <= 2 * entries) {
      Segment merged = segments.removeFirst();
      entries += merged.entries();
      cursors.add(merged.from(FIRST));
    }
    boolean oldest = segments.isEmpty();
    segments.addFirst(write(logId, writer -> copy(Cursor.merged(cursors), writer, !oldest)));
    return segments;
  }

  /** Makes segments the ones that the next opening finds. */
  void publish(Log log, Mark mark, List<Segment> segments, Damage damage) throws IOException {
    List<Long> numbers = segments.stream().map(Segment::number).toList();
    Catalog catalog =
        new Catalog(
            log.header().logId(),
            mark,
            Catalog.checksumAt(log.file(), mark),
            numbers,
            damage.parts());
    byte[] bytes = catalog.encode();
    Path temporary = Log.temporary(catalog());
    disk.delete(temporary);
    try (DiskFile file = disk.create(temporary)) {
      file.write(0, bytes, 0, bytes.length);
      file.sync();
    }
    disk.rename(temporary, catalog());
    disk.syncDirectory(directory);
  }

  /** Closes and removes segments that others have taken the place of. */
  void remove(List<Segment> old, List<Segment> kept) throws IOException {
    for (Segment segment : old) {
      if (!kept.contains(segment)) {
        segment.close();
        disk.delete(segment(segment.number()));
      }
    }
  }

  /** Fills a segment. */
  interface Filling {
    void fill(SegmentWriter writer) throws IOException;
  }

  static void close(List<Segment> segments) throws IOException {
    for (Segment segment : segments) {
      segment.close();
    }
  }

  private static void copy(Cursor cursor, SegmentWriter writer, boolean deletedToo)
      throws IOException {
    for (Cursor.Entry entry = cursor.next(); entry != null; entry = cursor.next()) {
      if (deletedToo || !entry.position().deleted()) {
        writer.add(entry.key(), entry.position());
      }
    }
  }

  private boolean isOf(Catalog catalog, Log log) throws IOException {
    return catalog.logId().equals(log.header().logId())
        && catalog.mark().offset() <= log.file().size()
        && catalog.lastFrameChecksum() == Catalog.checksumAt(log.file(), catalog.mark());
  }

  private boolean openAll(Catalog catalog, List<Segment> segments) throws IOException {
    for (long number : catalog.segments()) {
      if (!disk.exists(segment(number))) {
        return false;
      }
      try {
        segments.add(Segment.open(disk, segment(number), catalog.logId(), number));
      } catch (Segment.IndexDamaged e) {
        LOG.warn("{}; it is made anew from the log", e.getMessage());
        return false;
      }
      lastNumber = Math.max(lastNumber, number);
    }
    return true;
  }

  private void removeAllBut(List<Segment> segments) throws IOException {
    Set<Path> kept = new HashSet<>(Set.of(catalog()));
    segments.forEach(segment -> kept.add(segment(segment.number())));
    for (Path file : disk.list(directory)) {
      if (!kept.contains(file)) {
        disk.delete(file);
      }
    }
  }

  private Path catalog() {
    return directory.resolve("catalog");
  }

  private Path segment(long number) {
    return directory.resolve(number + ".segment");
  }
}
