package dev.atom.vault.file;

import dev.atom.vault.UnsupportedFormat;
import dev.atom.vault.VaultCorrupt;
import dev.atom.vault.store.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The first bytes of a log.
 *
 * @param logId 16 random bytes; another log, another id
 * @param durable up to this commit the log was on the disk before it got its name
 */
record LogHeader(Bytes logId, long durable) {
  static final int LENGTH = 64;
  static final int ID_LENGTH = 16;
  static final byte FORMAT = 2;
  private static final byte[] MAGIC = "ATOMVLT".getBytes(StandardCharsets.US_ASCII);

  byte[] encode() {
    byte[] bytes = new byte[LENGTH];
    ByteBuffer buffer = ByteBuffer.wrap(bytes).put(MAGIC).put(FORMAT);
    buffer.put(logId.toArray()).putLong(durable);
    buffer.putInt(LENGTH - 4, Checksum.of(bytes, 0, LENGTH - 4));
    return bytes;
  }

  /**
   * Reads a header.
   *
   * @param bytes up to {@link #LENGTH} bytes, as many as the file has
   */
  static LogHeader decode(byte[] bytes, Path file) {
    if (bytes.length <= MAGIC.length || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, 7)) {
      throw new VaultCorrupt(
          "the file %s is no vault: it %s; name another file or restore this one"
              .formatted(file, bytes.length == 0 ? "is empty" : "begins with something else"));
    }
    if (bytes[MAGIC.length] != FORMAT) {
      throw new UnsupportedFormat(
          "the vault %s has format %d and this version reads format %d; use the version that wrote it"
              .formatted(file, bytes[MAGIC.length] & 0xff, FORMAT));
    }
    if (bytes.length < LENGTH) {
      throw new VaultCorrupt("the vault " + file + " ends in its header; restore it");
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    if (buffer.getInt(LENGTH - 4) != Checksum.of(bytes, 0, LENGTH - 4)) {
      throw new VaultCorrupt("the header of the vault " + file + " is damaged; restore it");
    }
    int id = MAGIC.length + 1;
    return new LogHeader(Bytes.of(bytes, id, id + ID_LENGTH), buffer.getLong(id + ID_LENGTH));
  }
}
