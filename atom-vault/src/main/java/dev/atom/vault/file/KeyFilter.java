package dev.atom.vault.file;

import java.nio.ByteBuffer;

/**
 * A Bloom filter of a segment's keys: of a hundred keys that the segment doesn't have it lets about
 * one pass, so that a look-up reads a block of one segment and not of all. Filled by one thread, then
 * read by any.
 */
final class KeyFilter {
  private static final int BITS_PER_KEY = 10;
  private static final int PROBES = 6;

  private final long[] bits;

  KeyFilter(long keys) {
    long words = keys * BITS_PER_KEY / Long.SIZE + 1;
    bits = new long[(int) Math.min(words, Integer.MAX_VALUE - 8)];
  }

  /** Adds the key that begins at a place of a block. */
  void add(byte[] block, int at) {
    long hash = hash(block, at);
    long step = hash >>> 32 | 1;
    for (int i = 0; i < PROBES; i++) {
      bits[word(hash)] |= 1L << hash;
      hash += step * 0x9E3779B97F4A7C15L;
    }
  }

  /** Whether a key may have been added. */
  boolean mayHave(byte[] key) {
    long hash = hash(key, 0);
    long step = hash >>> 32 | 1;
    for (int i = 0; i < PROBES; i++) {
      if ((bits[word(hash)] & 1L << hash) == 0) {
        return false;
      }
      hash += step * 0x9E3779B97F4A7C15L;
    }
    return true;
  }

  /** The upper bits choose the word, the lower ones the bit in it. */
  private int word(long hash) {
    return (int) Math.multiplyHigh(hash >>> 1, 2L * bits.length);
  }

  private static long hash(byte[] bytes, int at) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    long hash = buffer.getShort(at + IndexKey.LENGTH - 2);
    for (int i = 0; i < IndexKey.LENGTH - 2; i += 8) {
      hash = mix(hash ^ buffer.getLong(at + i));
    }
    return hash;
  }

  /** The last steps of MurmurHash3. */
  private static long mix(long value) {
    long mixed = (value ^ value >>> 33) * 0xFF51AFD7ED558CCDL;
    mixed = (mixed ^ mixed >>> 33) * 0xC4CEB9FE1A85EC53L;
    return mixed ^ mixed >>> 33;
  }
}
