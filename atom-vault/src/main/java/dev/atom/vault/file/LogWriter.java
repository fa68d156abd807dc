package dev.atom.vault.file;

import java.io.IOException;

/** Writes frames to the end of a log. Not thread-safe. */
final class LogWriter {
  private final DiskFile file;
  private final FrameCodec codec;
  private final int aheadBytes;
  private final byte[] buffer = new byte[1 << 16];
  private int buffered;
  private long end;
  private long allocated;

  /**
   * Prepares to write.
   *
   * @param end where to
   * @param allocated up to where the file has bytes
   * @param aheadBytes how far it is filled with zeroes ahead, so that a sync finds its size unchanged
   */
  LogWriter(DiskFile file, FrameCodec codec, long end, long allocated, int aheadBytes) {
    this.file = file;
    this.codec = codec;
    this.end = end;
    this.aheadBytes = aheadBytes;
    this.allocated = allocated;
  }

  long end() {
    return end;
  }

  /** Writes a frame, at the latest with the next {@link #flush}; returns where. */
  long append(Frame frame, byte[] content) throws IOException {
    long offset = end;
    room(frame.headLength());
    codec.encodeHead(frame, buffer, buffered);
    buffered += frame.headLength();
    end += frame.headLength();
    if (content.length > buffer.length - buffered) {
      flush();
    }
    if (content.length > buffer.length) {
      file.write(end, content, 0, content.length);
    } else {
      System.arraycopy(content, 0, buffer, buffered, content.length);
      buffered += content.length;
    }
    end += content.length;
    return offset;
  }

  void flush() throws IOException {
    if (buffered > 0) {
      file.write(end - buffered, buffer, 0, buffered);
      buffered = 0;
    }
  }

  /** Returns when all that was appended is on the disk. */
  void sync() throws IOException {
    flush();
    if (end > allocated) {
      file.write(end, new byte[aheadBytes], 0, aheadBytes);
      allocated = end + aheadBytes;
    }
    file.sync();
  }

  private void room(int length) throws IOException {
    if (length > buffer.length - buffered) {
      flush();
    }
  }
}
