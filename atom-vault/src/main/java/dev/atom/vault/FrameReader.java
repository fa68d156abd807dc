package dev.atom.vault;

import dev.atom.vault.seal.FieldWriter;
import dev.atom.vault.store.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Reads what {@link FrameWriter} wrote and finds out damage. Believes no length: it allocates no more
 * than the stream has. Used by one thread.
 */
final class FrameReader {
  /** The longest body. */
  static final int LONGEST = 4 << 20;

  private static final int HEAD = 5;
  private static final int SUM = 4;

  private final InputStream in;
  private final String what;
  private long frames;

  /**
   * Creates a reader.
   *
   * @param what what the stream should be, for messages: "backup" or "export"
   */
  FrameReader(InputStream in, String what) {
    this.in = in;
    this.what = what;
  }

  /** A frame whose checksum is right; nobody has said yet who wrote it. */
  @SuppressWarnings("ArrayRecordComponent")
  record Frame(int type, long number, byte[] body) {}

  /** Reads the beginning and returns the stream's id. */
  Bytes start(Bytes magic, int format) {
    byte[] start = read(magic.length() + 1);
    if (start.length <= magic.length() || !Bytes.of(start).startsWith(magic)) {
      throw new BackupDamaged("this is no " + what + ": it doesn't begin as one");
    }
    int found = start[magic.length()] & 0xff;
    if (found != format) {
      throw new UnsupportedFormat(
          "the %s has format %d; this version knows %d only".formatted(what, found, format));
    }
    byte[] id = read(FrameWriter.ID_LENGTH);
    if (id.length < FrameWriter.ID_LENGTH) {
      throw cut();
    }
    return Bytes.wrapping(id);
  }

  Frame next() {
    byte[] head = read(HEAD);
    if (head.length < HEAD) {
      throw cut();
    }
    int type = head[0] & 0xff;
    int length = ByteBuffer.wrap(head, 1, 4).getInt();
    if (length < 0 || length > LONGEST) {
      throw damaged("says that it has " + Integer.toUnsignedString(length) + " bytes");
    }
    byte[] body = read(length);
    byte[] sum = body.length < length ? body : read(SUM);
    if (body.length < length || sum.length < SUM) {
      throw cut();
    }
    CRC32C expected = new CRC32C();
    expected.update(head);
    expected.update(body);
    if (ByteBuffer.wrap(sum).getInt() != (int) expected.getValue()) {
      throw damaged("doesn't have its checksum");
    }
    return new Frame(type, frames++, body);
  }

  /** Refuses what follows the last frame. */
  void end() {
    if (read(1).length > 0) {
      throw new BackupDamaged("something follows the end of the " + what);
    }
  }

  /** What is wrong with the newest frame. */
  BackupDamaged damaged(String how) {
    return new BackupDamaged(
        "part %d of the %s %s; it was damaged or changed, take another one"
            .formatted(frames, what, how));
  }

  private BackupDamaged cut() {
    return new BackupDamaged(
        "the %s is cut: it ends in part %d; take a whole one".formatted(what, frames));
  }

  /** As many bytes as asked for, or fewer if the stream ends; grows with what is really there. */
  private byte[] read(int length) {
    try {
      return in.readNBytes(length);
    } catch (IOException e) {
      throw new VaultUnavailable("can't read the " + what + ": " + e.getMessage(), e);
    }
  }

  /** The bytes that a checksum or a seal over a frame begins with. */
  static byte[] place(String label, Bytes stream, long number, int type) {
    return new FieldWriter(64).text(label).fixed(stream).i64(number).u8(type).toByteArray();
  }
}
