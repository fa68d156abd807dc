package dev.atom.vault.file;

import dev.atom.vault.store.Row;
import dev.atom.vault.store.RowKey;

/**
 * What stands before a row's content in the log.
 *
 * @param sequence the commit's number, from 1; all frames of a commit have the same
 * @param durable the newest commit that was known to be on the disk when this one was written
 * @param index which frame of the commit, from 0
 * @param count how many frames the commit has
 * @param key the row's key
 * @param revision the row's new revision; of a deleted row the one it had
 * @param put whether the row is written; otherwise it is deleted
 * @param contentLength 0 if it is deleted
 * @param contentChecksum of the content
 */
record Frame(
    long sequence,
    long durable,
    int index,
    int count,
    RowKey key,
    long revision,
    boolean put,
    int contentLength,
    int contentChecksum) {
  /** Everything before the row's id. */
  static final int FIXED = 52;

  static final int LONGEST_HEAD = FIXED + dev.atom.vault.store.RowKind.LONGEST_ID;
  static final int LONGEST = LONGEST_HEAD + Row.LONGEST_CONTENT;

  int headLength() {
    return FIXED + key.id().length();
  }

  int length() {
    return headLength() + contentLength;
  }

  boolean last() {
    return index == count - 1;
  }

  Position at(long offset) {
    return new Position(put ? revision : 0, offset, length());
  }
}
