package dev.atom.providers.gemini;

import java.util.Arrays;

/** Finds the characters of a text by the offsets of their bytes in UTF-8. */
final class Utf8Offsets {
  private final String text;
  private final int[] starts;

  Utf8Offsets(String text) {
    this.text = text;
    starts = new int[text.length() + 1];
    int at = 0;
    for (int i = 0; i < text.length(); i++) {
      starts[i] = at;
      at += length(text.charAt(i));
    }
    starts[text.length()] = at;
  }

  /** Each half of a pair stands for two of the four bytes. */
  private static int length(char c) {
    if (c < 0x80) {
      return 1;
    }
    return c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
  }

  /** Returns how many bytes there are. */
  int bytes() {
    return starts[text.length()];
  }

  /** Returns where the character begins that a byte belongs to. */
  int floor(int offset) {
    int found = Arrays.binarySearch(starts, offset);
    int at = found >= 0 ? found : -found - 2;
    return insidePair(at) ? at - 1 : at;
  }

  /** Returns where the character ends that the byte before belongs to. */
  int ceiling(int offset) {
    int found = Arrays.binarySearch(starts, offset);
    int at = found >= 0 ? found : -found - 1;
    return insidePair(at) ? at + 1 : at;
  }

  private boolean insidePair(int at) {
    return at > 0
        && at < text.length()
        && Character.isSurrogatePair(text.charAt(at - 1), text.charAt(at));
  }
}
