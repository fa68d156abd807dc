package dev.atom.vault.file;

import dev.atom.vault.store.Bytes;
import dev.atom.vault.store.RowKey;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A part of the index in a file: sorted entries of one size in blocks of {@value #BLOCK} bytes. The
 * first key of each block is in memory, and a filter of the keys, so that a look-up reads one block
 * if the key is there and mostly none if it isn't. Thread-safe.
 */
final class Segment implements Closeable {
  static final int BLOCK = 4096;
  static final int ENTRY = IndexKey.LENGTH + 8 + 8 + 4;
  static final int PER_BLOCK = (BLOCK - 4) / ENTRY;

  private static final byte[] MAGIC = "ATOMVIX\2".getBytes(StandardCharsets.US_ASCII);
  private static final int BLOCKS_AT_ONCE = 256;

  private final DiskFile file;
  private final long number;
  private final long entries;
  private final long liveBytes;
  private final byte[] firstKeys;
  private final KeyFilter filter;

  private Segment(DiskFile file, long number, long entries, long liveBytes) throws IOException {
    this.file = file;
    this.number = number;
    this.entries = entries;
    this.liveBytes = liveBytes;
    this.filter = new KeyFilter(entries);
    this.firstKeys = readKeys();
  }

  /** The block before all others. */
  static byte[] header(Bytes logId, long number, long entries, long liveBytes) {
    byte[] bytes = new byte[BLOCK];
    ByteBuffer buffer = ByteBuffer.wrap(bytes).put(MAGIC).put(logId.toArray());
    buffer.putLong(number).putLong(entries).putLong(liveBytes);
    seal(bytes);
    return bytes;
  }

  /** Ends a block with its checksum. */
  static void seal(byte[] block) {
    ByteBuffer.wrap(block).putInt(BLOCK - 4, Checksum.of(block, 0, BLOCK - 4));
  }

  /**
   * Opens a segment and checks every byte of it.
   *
   * @throws IndexDamaged if it isn't what it should be
   */
  static Segment open(Disk disk, Path path, Bytes logId, long number) throws IOException {
    DiskFile file = disk.open(path);
    boolean opened = false;
    try {
      byte[] header = new byte[BLOCK];
      ByteBuffer buffer = ByteBuffer.wrap(header);
      file.read(0, header, 0, BLOCK);
      long entries = buffer.getLong(32);
      long liveBytes = buffer.getLong(40);
      long blocks = (file.size() - BLOCK) / BLOCK;
      if (!Arrays.equals(header, header(logId, number, entries, liveBytes))
          || entries < 0
          || blocks != (entries + PER_BLOCK - 1) / PER_BLOCK) {
        throw new IndexDamaged(path + " is not the index of this log");
      }
      Segment segment = new Segment(file, number, entries, liveBytes);
      opened = true;
      return segment;
    } finally {
      if (!opened) {
        file.close();
      }
    }
  }

  long number() {
    return number;
  }

  /** How many rows it has, deleted ones included. */
  long entries() {
    return entries;
  }

  /** How much of the log its rows need. */
  long liveBytes() {
    return liveBytes;
  }

  @Nullable Position get(RowKey key) throws IOException {
    byte[] wanted = IndexKey.encode(key);
    int block = blockOf(wanted);
    if (block < 0 || !filter.mayHave(wanted)) {
      return null;
    }
    byte[] bytes = read(block);
    int at = firstNotBelow(bytes, inBlock(block), wanted);
    if (at == inBlock(block) || IndexKey.compare(bytes, at * ENTRY, wanted, 0) != 0) {
      return null;
    }
    return position(bytes, at);
  }

  Cursor from(RowKey start) {
    byte[] wanted = IndexKey.encode(start);
    return new Cursor() {
      private int block = Math.max(0, blockOf(wanted));
      private byte @Nullable [] bytes;
      private int at;

      @Override
      public @Nullable Entry next() throws IOException {
        byte[] current = bytes;
        while (current == null || at == inBlock(block)) {
          block += current == null ? 0 : 1;
          if (block >= blocks()) {
            return null;
          }
          boolean first = current == null;
          current = read(block);
          bytes = current;
          at = first ? firstNotBelow(current, inBlock(block), wanted) : 0;
        }
        int key = at * ENTRY;
        Entry entry =
            new Entry(
                Arrays.copyOfRange(current, key, key + IndexKey.LENGTH), position(current, at));
        at++;
        return entry;
      }
    };
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  private int blocks() {
    return firstKeys.length / IndexKey.LENGTH;
  }

  private int inBlock(int block) {
    return (int) Math.min(PER_BLOCK, entries - (long) block * PER_BLOCK);
  }

  /** The last block whose first key is not above; -1 if all are. */
  private int blockOf(byte[] key) {
    int low = 0;
    int high = blocks();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (IndexKey.compare(firstKeys, middle * IndexKey.LENGTH, key, 0) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - 1;
  }

  private static int firstNotBelow(byte[] block, int count, byte[] key) {
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (IndexKey.compare(block, middle * ENTRY, key, 0) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static Position position(byte[] block, int at) {
    ByteBuffer buffer = ByteBuffer.wrap(block);
    int from = at * ENTRY + IndexKey.LENGTH;
    return new Position(buffer.getLong(from), buffer.getLong(from + 8), buffer.getInt(from + 16));
  }

  private byte[] read(int block) throws IOException {
    byte[] bytes = new byte[BLOCK];
    int read = file.read((block + 1L) * BLOCK, bytes, 0, BLOCK);
    requireWhole(bytes, 0, read == BLOCK);
    return bytes;
  }

  /** Reads all entries once, for the filter and the blocks' first keys. */
  private byte[] readKeys() throws IOException {
    int blocks = Math.toIntExact((entries + PER_BLOCK - 1) / PER_BLOCK);
    byte[] keys = new byte[Math.multiplyExact(blocks, IndexKey.LENGTH)];
    byte[] bytes = new byte[Math.min(blocks, BLOCKS_AT_ONCE) * BLOCK];
    for (int block = 0; block < blocks; block += BLOCKS_AT_ONCE) {
      int count = Math.min(BLOCKS_AT_ONCE, blocks - block);
      int read = file.read((block + 1L) * BLOCK, bytes, 0, count * BLOCK);
      for (int i = 0; i < count; i++) {
        requireWhole(bytes, i * BLOCK, read == count * BLOCK);
        for (int entry = 0; entry < inBlock(block + i); entry++) {
          filter.add(bytes, i * BLOCK + entry * ENTRY);
        }
        System.arraycopy(bytes, i * BLOCK, keys, (block + i) * IndexKey.LENGTH, IndexKey.LENGTH);
      }
    }
    return keys;
  }

  private void requireWhole(byte[] bytes, int at, boolean there) throws IndexDamaged {
    int sealed = ByteBuffer.wrap(bytes).getInt(at + BLOCK - 4);
    if (!there || sealed != Checksum.of(bytes, at, BLOCK - 4)) {
      throw new IndexDamaged("segment " + number + " of the index can't be read");
    }
  }

  /** The index can't be used; it is made anew from the log. */
  static final class IndexDamaged extends IOException {
    private static final long serialVersionUID = 1L;

    IndexDamaged(String message) {
      super(message);
    }
  }
}
