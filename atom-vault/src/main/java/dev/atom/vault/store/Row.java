package dev.atom.vault.store;

/**
 * What an engine keeps.
 *
 * @param key which row
 * @param revision 1 or more; goes up with every change of the row, mostly by 1. An engine compares it
 *     and gives it back, no more
 * @param content sealed; at most {@link #LONGEST_CONTENT} bytes
 */
public record Row(RowKey key, long revision, Bytes content) {
  /** The longest content, in bytes: 1 MiB. */
  public static final int LONGEST_CONTENT = 1 << 20;

  /** Refuses what no engine keeps. */
  public Row {
    if (revision < 1) {
      throw new IllegalArgumentException("a row's revision is 1 or more, not " + revision);
    }
    if (content.length() > LONGEST_CONTENT) {
      throw new IllegalArgumentException(
          "a row has at most " + LONGEST_CONTENT + " bytes, not " + content.length());
    }
  }
}
