package dev.atom.vault.file;

import dev.atom.vault.store.Bytes;
import dev.atom.vault.store.Row;
import dev.atom.vault.store.RowKey;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Another log with only the rows that are there, in the order of their keys, and behind them what was
 * committed meanwhile. One thread at a time.
 */
final class Compaction implements Closeable {
  private final Disk disk;
  private final Path path;
  private final Path temporary;
  private final Bytes logId;
  private final Damage damage;
  private final DiskFile file;
  private final FrameCodec codec;
  private final LogWriter writer;
  private final MemoryTable table = new MemoryTable();
  private long sequence;
  private long lastFrame;
  private long unreadable;
  private boolean renamed;

  Compaction(Disk disk, Path path, Bytes logId, Damage damage) throws IOException {
    this.disk = disk;
    this.path = path;
    this.temporary = Log.temporary(path);
    this.logId = logId;
    this.damage = damage;
    this.codec = new FrameCodec(logId);
    disk.delete(temporary);
    this.file = disk.create(temporary);
    this.writer = new LogWriter(file, codec, LogHeader.LENGTH, Long.MAX_VALUE, 0);
  }

  /** How many rows can't be read and were left out. */
  long unreadable() {
    return unreadable;
  }

  Bytes logId() {
    return logId;
  }

  /** Where the rows of the commits that {@link #copy} took over are. */
  MemoryTable table() {
    return table;
  }

  Mark mark() {
    return new Mark(writer.end(), sequence, lastFrame);
  }

  /** Copies the rows of a view's segments; an index of them is written on the way. */
  void copyRows(View view, SegmentWriter index) throws IOException {
    Cursor cursor =
        Cursor.merged(view.segments().stream().map(s -> s.from(IndexFiles.FIRST)).toList());
    for (Cursor.Entry entry = cursor.next(); entry != null; entry = cursor.next()) {
      if (!entry.position().deleted()) {
        RowKey key = IndexKey.decode(entry.key());
        Optional<Row> row = view.log().read(key, entry.position());
        if (row.isPresent()) {
          index.add(entry.key(), write(row.get()));
        } else {
          unreadable++;
          damage.add(entry.position().offset(), entry.position().length());
        }
      }
    }
  }

  /** Copies the commits between two places of the log. */
  void copy(Log log, long from, long to) throws IOException {
    LogWindow window = new LogWindow(log.file(), log.codec());
    long at = from;
    while (at < to) {
      Frame frame = window.frame(at);
      if (frame == null || !window.whole(frame, at)) {
        throw new IOException("what was committed just now can't be read");
      }
      byte[] content = window.content(frame, at);
      sequence += frame.index() == 0 ? 1 : 0;
      Frame copy =
          new Frame(
              sequence,
              0,
              frame.index(),
              frame.count(),
              frame.key(),
              frame.revision(),
              frame.put(),
              frame.contentLength(),
              frame.contentChecksum());
      lastFrame = writer.append(copy, content);
      table.put(copy.key(), copy.at(lastFrame));
      at += frame.length();
    }
  }

  /** Waits until what was copied is on the disk, so that not much is left for later. */
  void sync() throws IOException {
    writer.flush();
    file.sync();
  }

  /** Gives the log its header and then its name. */
  Log finish() throws IOException {
    LogHeader header = new LogHeader(logId, sequence);
    writer.flush();
    file.write(0, header.encode(), 0, LogHeader.LENGTH);
    file.sync();
    renamed = true;
    disk.rename(temporary, path);
    disk.syncDirectory(Log.directory(path));
    return new Log(file, header, codec);
  }

  /** Writes what comes after {@link #finish}. */
  LogWriter nextWriter(int aheadBytes) {
    return new LogWriter(file, codec, writer.end(), writer.end(), aheadBytes);
  }

  /** Whether it may be that the log has the name already. */
  boolean renamed() {
    return renamed;
  }

  /** Gives up. */
  @Override
  public void close() throws IOException {
    file.close();
    if (!renamed) {
      disk.delete(temporary);
    }
  }

  private Position write(Row row) throws IOException {
    byte[] content = row.content().toArray();
    sequence++;
    Frame frame =
        new Frame(
            sequence,
            0,
            0,
            1,
            row.key(),
            row.revision(),
            true,
            content.length,
            Checksum.of(content, 0, content.length));
    lastFrame = writer.append(frame, content);
    return frame.at(lastFrame);
  }
}
