package dev.atom.http;

/** What the text formats of streams have in common, byte by byte. */
final class ByteMarks {
  private ByteMarks() {}

  /** Returns the index behind a mark of UTF-8 if one is there, else the same index. */
  static int skip(byte[] bytes, int from, int to) {
    boolean marked =
        to - from >= 3
            && bytes[from] == (byte) 0xEF
            && bytes[from + 1] == (byte) 0xBB
            && bytes[from + 2] == (byte) 0xBF;
    return marked ? from + 3 : from;
  }

  /** Tells whether JSON takes a byte for white space. */
  static boolean isSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }
}
