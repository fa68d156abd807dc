package dev.atom.personal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** The form of a sealed content: version, salt, segments. */
final class Segments {
  static final byte VERSION = 1;
  static final int SALT_BYTES = 16;
  static final int PLAIN_BYTES = 64 * 1024;
  static final int SEALED_BYTES = PLAIN_BYTES + 16;

  private static final byte[] NO_CONTEXT = new byte[0];

  private Segments() {}

  static byte[] header(byte[] salt) {
    return ByteBuffer.allocate(1 + SALT_BYTES).put(VERSION).put(salt).array();
  }

  static byte[] salt(InputStream sealed) throws IOException {
    byte[] header = sealed.readNBytes(1 + SALT_BYTES);
    if (header.length != 1 + SALT_BYTES || header[0] != VERSION) {
      throw new SealingException("a sealed content has no known form; restore it from a backup");
    }
    return Arrays.copyOfRange(header, 1, header.length);
  }

  /** Seals or opens one segment. */
  static byte[] run(int mode, byte[] key, long number, boolean last, byte[] text) {
    byte[] nonce =
        ByteBuffer.allocate(12).position(3).putLong(number).put((byte) (last ? 1 : 0)).array();
    return Sealing.run(mode, key, nonce, text, NO_CONTEXT);
  }
}
