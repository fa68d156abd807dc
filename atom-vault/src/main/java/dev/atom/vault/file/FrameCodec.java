package dev.atom.vault.file;

import dev.atom.vault.store.Bytes;
import dev.atom.vault.store.Change;
import dev.atom.vault.store.Row;
import dev.atom.vault.store.RowKey;
import dev.atom.vault.store.RowKind;
import dev.atom.vault.store.VaultStore;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes and reads the frames of one log; a frame of another log is none. Thread-safe. */
final class FrameCodec {
  private static final int MARKER = 0xA7524F57;

  /** What every frame begins with. */
  static final byte FIRST_BYTE = (byte) (MARKER >>> 24);

  /** No log comes so far; a number behind it could not be followed by others. */
  private static final long LAST_SEQUENCE = Long.MAX_VALUE >> 1;

  private static final byte PUT = 1;
  private static final byte DELETE = 2;

  private final byte[] logId;

  FrameCodec(Bytes logId) {
    this.logId = logId.toArray();
  }

  /** What a change has for content. */
  static byte[] content(Change change) {
    return change instanceof Change.Put put ? put.row().content().toArray() : new byte[0];
  }

  /** What a change leaves in the log; nothing if it changes nothing. */
  static Optional<Frame> frame(
      Change change, byte[] content, long sequence, long durable, int index, int count) {
    int checksum = Checksum.of(content, 0, content.length);
    return switch (change) {
      case Change.Put(Row row, long expected) ->
          Optional.of(
              new Frame(
                  sequence,
                  durable,
                  index,
                  count,
                  row.key(),
                  row.revision(),
                  true,
                  content.length,
                  checksum));
      case Change.Delete(RowKey key, long expected) ->
          Optional.of(
              new Frame(sequence, durable, index, count, key, expected, false, 0, checksum));
      case Change.Require require -> Optional.empty();
    };
  }

  /** Writes all of a frame but its content. */
  void encodeHead(Frame frame, byte[] target, int at) {
    ByteBuffer buffer = ByteBuffer.wrap(target, at, frame.headLength());
    buffer.putInt(MARKER).putInt(0).putInt(frame.contentLength()).putInt(frame.contentChecksum());
    buffer.putLong(frame.sequence()).putLong(frame.durable());
    buffer.putInt(frame.index()).putInt(frame.count());
    buffer.put(frame.put() ? PUT : DELETE).put((byte) frame.key().kind().number());
    buffer.put((byte) frame.key().id().length()).put((byte) 0).putLong(frame.revision());
    frame.key().id().copyTo(target, at + Frame.FIXED);
    buffer.putInt(at + 4, checksum(target, at, frame.headLength()));
  }

  /**
   * Reads all of a frame but its content.
   *
   * @param available how many bytes there are from {@code at}
   * @return the frame, or null if none begins here
   */
  @Nullable Frame decodeHead(byte[] bytes, int at, int available) {
    if (available < Frame.FIXED) {
      return null;
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes, at, Math.min(available, Frame.LONGEST_HEAD)).slice();
    int idLength = buffer.get(42);
    if (buffer.getInt(0) != MARKER
        || idLength < 0
        || idLength > RowKind.LONGEST_ID
        || Frame.FIXED + idLength > available
        || buffer.getInt(4) != checksum(bytes, at, Frame.FIXED + idLength)) {
      return null;
    }
    Optional<RowKind> kind = RowKind.of(buffer.get(41));
    if (kind.isEmpty()) {
      return null;
    }
    int id = at + Frame.FIXED;
    Frame frame =
        new Frame(
            buffer.getLong(16),
            buffer.getLong(24),
            buffer.getInt(32),
            buffer.getInt(36),
            new RowKey(kind.get(), Bytes.of(bytes, id, id + idLength)),
            buffer.getLong(44),
            buffer.get(40) == PUT,
            buffer.getInt(8),
            buffer.getInt(12));
    return possible(frame) ? frame : null;
  }

  private static boolean possible(Frame frame) {
    return frame.sequence() > 0
        && frame.sequence() <= LAST_SEQUENCE
        && frame.durable() >= 0
        && frame.count() > 0
        && frame.count() <= VaultStore.MOST_CHANGES
        && frame.index() >= 0
        && frame.index() < frame.count()
        && frame.revision() > 0
        && frame.contentLength() >= 0
        && frame.contentLength() <= Row.LONGEST_CONTENT;
  }

  private int checksum(byte[] bytes, int at, int headLength) {
    return Checksum.of(logId, bytes, at + 8, headLength - 8);
  }
}
