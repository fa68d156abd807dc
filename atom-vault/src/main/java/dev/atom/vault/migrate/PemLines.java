package dev.atom.vault.migrate;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Tells where a key in PEM begins and ends: lines between are secret, whatever they look like. */
final class PemLines {
  private static final byte[] BEGIN = "-----BEGIN".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] END = "-----END".getBytes(StandardCharsets.US_ASCII);

  private PemLines() {}

  /** Whether a key begins in a piece and does not end in it. */
  static boolean begin(byte[] bytes, int from, int to) {
    return holds(bytes, from, to, BEGIN) && !end(bytes, from, to);
  }

  /** Whether a key ends in a piece. */
  static boolean end(byte[] bytes, int from, int to) {
    return holds(bytes, from, to, END);
  }

  private static boolean holds(byte[] bytes, int from, int to, byte[] mark) {
    for (int i = from; i + mark.length <= to; i++) {
      if (Arrays.equals(bytes, i, i + mark.length, mark, 0, mark.length)) {
        return true;
      }
    }
    return false;
  }
}
