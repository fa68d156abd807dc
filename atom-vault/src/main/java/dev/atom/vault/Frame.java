package dev.atom.vault;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The plain start of a log's frame.
 *
 * @param length of the sealed part, which follows
 * @param sequence counts frames from 1
 * @param previous the last 16 bytes of the frame before, which nobody can make without the key
 * @param checksum CRC-32C of the sealed part
 */
record Frame(int length, long sequence, Bytes previous, int checksum) {
  static final int TAG_LENGTH = 16;

  /** Length, sequence, previous tag, and the checksums of the sealed part and of this start. */
  static final int START = 4 + 8 + TAG_LENGTH + 4 + 4;

  /** More than any row that a vault accepts. */
  static final int MAX_LENGTH = 1 << 20;

  /** Reads a start; null if it is damaged. */
  static @org.jspecify.annotations.Nullable Frame parse(byte[] log, int at) {
    ByteBuffer start = ByteBuffer.wrap(log, at, START);
    int length = start.getInt();
    long sequence = start.getLong();
    byte[] previous = new byte[TAG_LENGTH];
    start.get(previous);
    int checksum = start.getInt();
    boolean whole = start.getInt() == crc(log, at, START - 4);
    return whole && length >= TAG_LENGTH && length <= MAX_LENGTH
        ? new Frame(length, sequence, Bytes.of(previous), checksum)
        : null;
  }

  /** Returns a whole frame around a sealed row. */
  static byte[] around(byte[] sealed, long sequence, Bytes previous) {
    ByteBuffer frame = ByteBuffer.allocate(START + sealed.length);
    frame.putInt(sealed.length).putLong(sequence).put(previous.toArray());
    frame.putInt(crc(sealed, 0, sealed.length));
    frame.putInt(crc(frame.array(), 0, START - 4));
    return frame.put(sealed).array();
  }

  static int crc(byte[] bytes, int from, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, length);
    return (int) crc.getValue();
  }
}
