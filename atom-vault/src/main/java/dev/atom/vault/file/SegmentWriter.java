package dev.atom.vault.file;

import dev.atom.vault.store.Bytes;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;

/** Writes a {@link Segment} from entries in order. Not thread-safe. */
final class SegmentWriter implements Closeable {
  private static final int BLOCKS_AT_ONCE = 64;

  private final DiskFile file;
  private final byte[] block = new byte[Segment.BLOCK];
  private final byte[] buffer = new byte[BLOCKS_AT_ONCE * Segment.BLOCK];
  private int buffered;
  private int inBlock;
  private long end = Segment.BLOCK;
  private long entries;
  private long liveBytes;

  SegmentWriter(Disk disk, Path path) throws IOException {
    file = disk.create(path);
  }

  void add(byte[] key, Position position) throws IOException {
    int at = inBlock * Segment.ENTRY;
    System.arraycopy(key, 0, block, at, IndexKey.LENGTH);
    ByteBuffer.wrap(block, at + IndexKey.LENGTH, Segment.ENTRY - IndexKey.LENGTH)
        .putLong(position.revision())
        .putLong(position.offset())
        .putInt(position.length());
    entries++;
    liveBytes += position.liveBytes();
    inBlock++;
    if (inBlock == Segment.PER_BLOCK) {
      endBlock();
    }
  }

  /** Returns when the segment is on the disk; its name may not be. */
  void finish(Bytes logId, long number) throws IOException {
    if (inBlock > 0) {
      endBlock();
    }
    flush();
    file.write(0, Segment.header(logId, number, entries, liveBytes), 0, Segment.BLOCK);
    file.sync();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  private void endBlock() throws IOException {
    Segment.seal(block);
    System.arraycopy(block, 0, buffer, buffered, Segment.BLOCK);
    buffered += Segment.BLOCK;
    Arrays.fill(block, (byte) 0);
    inBlock = 0;
    if (buffered == buffer.length) {
      flush();
    }
  }

  private void flush() throws IOException {
    if (buffered > 0) {
      file.write(end, buffer, 0, buffered);
      end += buffered;
      buffered = 0;
    }
  }
}
