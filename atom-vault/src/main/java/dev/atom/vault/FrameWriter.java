package dev.atom.vault;

import dev.atom.vault.seal.FieldWriter;
import dev.atom.vault.store.Bytes;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.CRC32C;

/**
 * Writes a stream of frames, as backups and exports are: first 7 letters that say what it is, a byte
 * for the format and 16 random bytes for this one stream; then frames, each a byte for its type, 4
 * bytes for the length of its body, the body, and 4 bytes of CRC-32C over all of these. Big-endian.
 * Used by one thread.
 */
final class FrameWriter {
  static final int ID_LENGTH = 16;

  private final OutputStream out;
  private long frames;

  FrameWriter(OutputStream out) {
    this.out = out;
  }

  void start(Bytes magic, int format, Bytes id) {
    write(new FieldWriter(24).fixed(magic).u8(format).fixed(id).toByteArray());
  }

  /** The number of the frame that is written next, from 0. */
  long number() {
    return frames;
  }

  void frame(int type, byte[] body) {
    byte[] head = new FieldWriter(5).u8(type).u32(body.length).toByteArray();
    CRC32C sum = new CRC32C();
    sum.update(head);
    sum.update(body);
    write(head);
    write(body);
    write(new FieldWriter(4).u32((int) sum.getValue()).toByteArray());
    frames++;
  }

  void flush() {
    try {
      out.flush();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private void write(byte[] bytes) {
    try {
      out.write(bytes);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private static VaultUnavailable failed(IOException e) {
    return new VaultUnavailable(
        "can't write the stream: " + e.getMessage() + "; what was written of it is of no use", e);
  }
}
