package dev.atom.vault.store;

import java.util.Comparator;

/**
 * Names a row. Ordered by kind, then by id.
 *
 * @param kind what the row is for
 * @param id at most {@link RowKind#LONGEST_ID} bytes; tells nothing about names
 */
public record RowKey(RowKind kind, Bytes id) implements Comparable<RowKey> {
  private static final Comparator<RowKey> ORDER =
      Comparator.comparing(RowKey::kind).thenComparing(RowKey::id);

  /** Refuses an id that is too long. */
  public RowKey {
    if (id.length() > RowKind.LONGEST_ID) {
      throw new IllegalArgumentException(
          "a row's id has at most " + RowKind.LONGEST_ID + " bytes, not " + id.length());
    }
  }

  @Override
  public int compareTo(RowKey other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return kind + ":" + id.toHex();
  }
}
