package dev.atom.personal;

import java.io.InputStream;
import javax.crypto.Cipher;

/** A sealed content as it was. */
final class OpeningStream extends SegmentStream {
  OpeningStream(InputStream sealed, byte[] key) {
    super(sealed, key, Segments.SEALED_BYTES, new byte[0]);
  }

  @Override
  byte[] convert(byte[] key, long number, boolean last, byte[] segment) {
    return Segments.run(Cipher.DECRYPT_MODE, key, number, last, segment);
  }
}
