package dev.atom.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Gives the same String for the same name again: a stream repeats a few names many times. */
final class EventTypes {
  private static final int SLOTS = 32;
  private static final int LONGEST = 64;

  private final @Nullable String[] texts = new @Nullable String[SLOTS];
  private final byte[][] names = new byte[SLOTS][];

  String of(byte[] bytes, int from, int to) {
    if (to - from > LONGEST) {
      return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }
    int hash = to - from;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + bytes[i];
    }
    int slot = (hash ^ hash >>> 16) & (SLOTS - 1);
    String known = texts[slot];
    if (known != null && Arrays.equals(names[slot], 0, names[slot].length, bytes, from, to)) {
      return known;
    }
    String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
    texts[slot] = text;
    names[slot] = Arrays.copyOfRange(bytes, from, to);
    return text;
  }
}
