package dev.atom.vault.file;

import dev.atom.vault.store.Bytes;
import dev.atom.vault.store.RowKey;
import dev.atom.vault.store.RowKind;
import java.util.Arrays;

/**
 * A row's key as an index has it: kind, id with zeroes behind it, length of the id. In this form keys
 * of one length compare as bytes in the order of the keys.
 */
final class IndexKey {
  static final int LENGTH = 1 + RowKind.LONGEST_ID + 1;

  private IndexKey() {}

  static byte[] encode(RowKey key) {
    Bytes id = key.id();
    byte[] bytes = new byte[LENGTH];
    bytes[0] = (byte) key.kind().number();
    id.copyTo(bytes, 1);
    bytes[LENGTH - 1] = (byte) id.length();
    return bytes;
  }

  /** The key in a block that passed its checksum. */
  static RowKey decode(byte[] bytes) {
    RowKind kind =
        RowKind.of(bytes[0]).orElseThrow(() -> new IllegalStateException("a kind of no row"));
    return new RowKey(kind, Bytes.of(bytes, 1, 1 + bytes[LENGTH - 1]));
  }

  static int compare(byte[] left, int leftAt, byte[] right, int rightAt) {
    return Arrays.compareUnsigned(left, leftAt, leftAt + LENGTH, right, rightAt, rightAt + LENGTH);
  }
}
