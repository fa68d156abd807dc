package dev.atom.vault.file;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Looks at a log from front to back, a few megabytes at a time. Not thread-safe. */
final class LogWindow {
  private static final int LARGEST = 2 * Frame.LONGEST;

  private final DiskFile file;
  private final FrameCodec codec;
  private final long size;
  private final byte[] bytes;
  private long start;
  private int filled;

  LogWindow(DiskFile file, FrameCodec codec) throws IOException {
    this.file = file;
    this.codec = codec;
    this.size = file.size();
    this.bytes = new byte[(int) Math.min(size, LARGEST)];
  }

  long size() {
    return size;
  }

  /** The head of the frame that begins at an offset, or null if none does. */
  @Nullable Frame frame(long offset) throws IOException {
    int available = fill(offset, Frame.LONGEST_HEAD);
    return codec.decodeHead(bytes, index(offset), available);
  }

  /** Whether a frame's content is all there and as it was written. */
  boolean whole(Frame frame, long offset) throws IOException {
    return fill(offset, frame.length()) == frame.length()
        && Checksum.of(bytes, index(offset) + frame.headLength(), frame.contentLength())
            == frame.contentChecksum();
  }

  /** The content of a frame that is whole. */
  byte[] content(Frame frame, long offset) throws IOException {
    fill(offset, frame.length());
    int from = index(offset) + frame.headLength();
    return Arrays.copyOfRange(bytes, from, from + frame.contentLength());
  }

  /** The byte at an offset below the size. */
  byte at(long offset) throws IOException {
    fill(offset, 1);
    return bytes[index(offset)];
  }

  /** The offset behind the last byte that isn't zero, from an offset on. */
  long contentEnd(long from) throws IOException {
    long end = size;
    byte[] part = new byte[(int) Math.min(Math.max(size - from, 0), 1 << 16)];
    while (end > from) {
      int length = (int) Math.min(part.length, end - from);
      int read = file.read(end - length, part, 0, length);
      for (int i = read; i > 0; i--) {
        if (part[i - 1] != 0) {
          return end - length + i;
        }
      }
      end -= length;
    }
    return from;
  }

  /** Makes bytes available from an offset, up to the end of the file; says how many. */
  private int fill(long offset, int length) throws IOException {
    int wanted = (int) Math.min(length, Math.max(size - offset, 0));
    if (offset < start || offset + wanted > start + filled) {
      start = offset;
      filled = file.read(offset, bytes, 0, (int) Math.min(bytes.length, size - offset));
      wanted = Math.min(wanted, filled);
    }
    return wanted;
  }

  private int index(long offset) {
    return (int) (offset - start);
  }
}
