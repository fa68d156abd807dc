package dev.atom.vault.file;

import java.util.zip.CRC32C;

/** CRC-32C: finds bytes that a disk lost, not those that somebody chose. */
final class Checksum {
  private Checksum() {}

  static int of(byte[] bytes, int offset, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, offset, length);
    return (int) crc.getValue();
  }

  /** Of one run of bytes followed by another. */
  static int of(byte[] first, byte[] bytes, int offset, int length) {
    CRC32C crc = new CRC32C();
    crc.update(first, 0, first.length);
    crc.update(bytes, offset, length);
    return (int) crc.getValue();
  }
}
