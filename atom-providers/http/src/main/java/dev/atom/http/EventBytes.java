package dev.atom.http;

import java.util.Arrays;

/** Bytes of an event that are kept from one piece of the stream to the next, up to a limit. */
final class EventBytes {
  private static final int FIRST_SIZE = 512;
  private static final byte[] NONE = {};

  private final int limit;
  private final String what;
  private byte[] bytes = NONE;
  private int length;

  /**
   * Creates an empty one; takes memory only when something has to be kept.
   *
   * @param what is too large when the limit is passed, such as {@code "a line of the event stream"}
   */
  EventBytes(int limit, String what) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit is " + limit + "; it must be 1 or more");
    }
    this.limit = limit;
    this.what = what;
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  void clear() {
    length = 0;
  }

  /** Refuses what would exceed the limit, be it kept or not. */
  void check(int size) {
    if (size > limit) {
      throw tooLarge();
    }
  }

  void append(byte[] source, int from, int to) {
    int more = to - from;
    if (more > 0) {
      reserve(more);
      System.arraycopy(source, from, bytes, length, more);
      length += more;
    }
  }

  void append(byte one) {
    reserve(1);
    bytes[length++] = one;
  }

  private ReplyTooLarge tooLarge() {
    return new ReplyTooLarge(what + " exceeds " + limit + " bytes");
  }

  private void reserve(int more) {
    if (more > limit - length) {
      throw tooLarge();
    }
    if (length + more > bytes.length) {
      long wanted = Math.max(2L * bytes.length, Math.max(FIRST_SIZE, length + more));
      bytes = Arrays.copyOf(bytes, (int) Math.min(wanted, Math.max(limit, length + more)));
    }
  }
}
