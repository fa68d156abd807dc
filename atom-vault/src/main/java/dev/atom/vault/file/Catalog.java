package dev.atom.vault.file;

import dev.atom.vault.store.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which segments an index has, and of what.
 *
 * @param logId the log
 * @param mark up to where the log is in the segments
 * @param lastFrameChecksum of the head of the last frame before the mark; 0 if there is none
 * @param segments their numbers, newest first
 * @param damage the parts of the log before the mark that can't be read: offsets with lengths
 */
record Catalog(
    Bytes logId, Mark mark, int lastFrameChecksum, List<Long> segments, Map<Long, Long> damage) {
  private static final byte[] MAGIC = "ATOMVCT\2".getBytes(StandardCharsets.US_ASCII);
  private static final int FIXED = 8 + LogHeader.ID_LENGTH + 3 * 8 + 3 * 4;
  private static final int LONGEST = 1 << 20;

  /** The head's checksum of the frame at a mark. */
  static int checksumAt(DiskFile log, Mark mark) throws IOException {
    if (mark.lastFrame() == 0) {
      return 0;
    }
    byte[] bytes = new byte[4];
    log.read(mark.lastFrame() + 4, bytes, 0, 4);
    return ByteBuffer.wrap(bytes).getInt();
  }

  byte[] encode() {
    byte[] bytes = new byte[FIXED + segments.size() * 8 + damage.size() * 16 + 4];
    ByteBuffer buffer = ByteBuffer.wrap(bytes).put(MAGIC).put(logId.toArray());
    buffer.putLong(mark.offset()).putLong(mark.sequence()).putLong(mark.lastFrame());
    buffer.putInt(lastFrameChecksum).putInt(segments.size()).putInt(damage.size());
    segments.forEach(buffer::putLong);
    new TreeMap<>(damage).forEach((offset, length) -> buffer.putLong(offset).putLong(length));
    buffer.putInt(Checksum.of(bytes, 0, bytes.length - 4));
    return bytes;
  }

  /** Reads a catalog, or returns null if there is none that can be used. */
  static @Nullable Catalog read(Disk disk, Path path) throws IOException {
    if (!disk.exists(path)) {
      return null;
    }
    try (DiskFile file = disk.open(path)) {
      long size = file.size();
      if (size < FIXED + 4 || size > LONGEST) {
        return null;
      }
      byte[] bytes = new byte[(int) size];
      boolean whole =
          file.read(0, bytes, 0, bytes.length) == bytes.length
              && Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)
              && ByteBuffer.wrap(bytes).getInt(bytes.length - 4)
                  == Checksum.of(bytes, 0, bytes.length - 4);
      return whole ? decode(bytes) : null;
    }
  }

  private static @Nullable Catalog decode(byte[] bytes) {
    int start = MAGIC.length + LogHeader.ID_LENGTH;
    Bytes logId = Bytes.of(bytes, MAGIC.length, start);
    ByteBuffer buffer = ByteBuffer.wrap(bytes).position(start);
    Mark mark = new Mark(buffer.getLong(), buffer.getLong(), buffer.getLong());
    int checksum = buffer.getInt();
    int segmentCount = buffer.getInt();
    int damageCount = buffer.getInt();
    if (segmentCount < 0
        || damageCount < 0
        || FIXED + segmentCount * 8L + damageCount * 16L + 4 != bytes.length) {
      return null;
    }
    List<Long> segments = new ArrayList<>();
    for (int i = 0; i < segmentCount; i++) {
      segments.add(buffer.getLong());
    }
    Map<Long, Long> damage = new TreeMap<>();
    for (int i = 0; i < damageCount; i++) {
      damage.put(buffer.getLong(), buffer.getLong());
    }
    return new Catalog(logId, mark, checksum, segments, damage);
  }
}
