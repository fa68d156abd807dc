package dev.atom.personal;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Reads a stream by segments, of which the last is known by what comes after it. */
abstract class SegmentStream extends InputStream {
  private final InputStream in;
  private final byte[] key;
  private final int segmentBytes;
  private byte[] next;
  private byte[] ready;
  private int at;
  private long number;
  private boolean ended;

  SegmentStream(InputStream in, byte[] key, int segmentBytes, byte[] first) {
    this.in = in;
    this.key = key;
    this.segmentBytes = segmentBytes;
    this.next = new byte[0];
    this.ready = first;
  }

  /** Seals or opens a segment. */
  abstract byte[] convert(byte[] key, long number, boolean last, byte[] segment);

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (at == ready.length) {
      if (ended) {
        return -1;
      }
      fill();
    }
    int count = Math.min(length, ready.length - at);
    System.arraycopy(ready, at, bytes, offset, count);
    at += count;
    return count;
  }

  private void fill() throws IOException {
    if (number == 0) {
      next = in.readNBytes(segmentBytes);
    }
    byte[] segment = next;
    next = segment.length < segmentBytes ? new byte[0] : in.readNBytes(segmentBytes);
    boolean last = next.length == 0;
    try {
      ready = convert(key, number, last, segment);
    } catch (SealingException e) {
      throw new IOException(e.getMessage(), e);
    }
    at = 0;
    number++;
    ended = last;
  }

  @Override
  public void close() throws IOException {
    Arrays.fill(key, (byte) 0);
    in.close();
  }
}
