package dev.atom.personal;

import java.io.InputStream;
import javax.crypto.Cipher;

/** A content as it is sealed. */
final class SealingStream extends SegmentStream {
  SealingStream(InputStream plain, byte[] salt, byte[] key) {
    super(plain, key, Segments.PLAIN_BYTES, Segments.header(salt));
  }

  @Override
  byte[] convert(byte[] key, long number, boolean last, byte[] segment) {
    return Segments.run(Cipher.ENCRYPT_MODE, key, number, last, segment);
  }
}
