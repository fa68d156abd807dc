package dev.atom.rules.index;

import java.security.SecureRandom;
import java.util.Locale;

/**
 * Texts as keys of 64 bits. Up to eight ASCII characters are the key themselves, so that comparing
 * keys is all there is to do; longer ones leave a hash, which differs from process to process so that
 * nobody can choose texts that all meet in one place.
 */
public final class TextKeys {
  private static final int SHORT = 8;
  private static final int AT_ONCE = 4;
  private static final long UPPER = 0xFFFF_FFFF_0000_0000L;
  private static final long SEED;
  private static final long FACTOR;
  private static final long SPREAD;

  static {
    SecureRandom random = new SecureRandom();
    SEED = random.nextLong();
    FACTOR = random.nextLong() | 1;
    SPREAD = random.nextLong() | 1;
  }

  private TextKeys() {}

  /**
   * Returns what is the same for texts that differ in case only: lower, so that all sigmas meet, then
   * upper.
   *
   * @param text any text
   * @return the text folded, in no particular language
   */
  public static String fold(String text) {
    return text.toLowerCase(Locale.ROOT).toUpperCase(Locale.ROOT);
  }

  /** Whether a key is a hash, which two texts may share. */
  static boolean isHash(long key) {
    return key < 0;
  }

  /** A key without what else its lower half may hold. */
  static long bare(long key) {
    return isHash(key) ? key & UPPER : key;
  }

  /** The key, in the upper half alone if it is a hash; 0 if the text must be folded first. */
  static long of(String text, boolean fold) {
    int length = text.length();
    if (length <= SHORT) {
      long key = packed(text, length, fold);
      if (key != 0) {
        return key;
      }
    }
    return hash(text, length, fold);
  }

  private static long packed(String text, int length, boolean fold) {
    long key = 1;
    for (int i = 0; i < length; i++) {
      int c = text.charAt(i);
      if (c >= 128) {
        return 0;
      }
      key = (key << 7) | (fold ? upper(c) : c);
    }
    return key;
  }

  private static long hash(String text, int length, boolean fold) {
    long hash = SEED ^ length;
    for (int i = 0; i < length; ) {
      long some = 0;
      for (int end = Math.min(i + AT_ONCE, length); i < end; i++) {
        int c = text.charAt(i);
        if (fold && c >= 128) {
          return 0;
        }
        some = (some << 16) | (fold ? upper(c) : c);
      }
      hash = mixed(hash ^ some);
    }
    return Long.MIN_VALUE | ((hash >>> 33) << 32);
  }

  private static long mixed(long hash) {
    return Math.unsignedMultiplyHigh(hash, FACTOR) ^ (hash * FACTOR);
  }

  static int upper(int c) {
    return c >= 'a' && c <= 'z' ? c - 32 : c;
  }

  /** Where in a table a search for the key begins. */
  static int place(long key, int mask) {
    return (int) ((key * SPREAD) >>> 40) & mask;
  }

  /** Whether a text, upper case in ASCII if it is to be folded, is a literal. */
  static boolean same(String literal, String text, boolean fold) {
    if (!fold) {
      return literal.equals(text);
    }
    if (literal.length() != text.length()) {
      return false;
    }
    for (int i = 0; i < literal.length(); i++) {
      if (literal.charAt(i) != upper(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }
}
