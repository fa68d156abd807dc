package dev.atom.vault.file;

/**
 * Where a row stands in the log.
 *
 * @param revision the row's; 0 if the row was deleted
 * @param offset of its frame
 * @param length of its frame, in bytes
 */
record Position(long revision, long offset, int length) {
  boolean deleted() {
    return revision == 0;
  }

  /** How much of the log is needed for the row. */
  long liveBytes() {
    return deleted() ? 0 : length;
  }
}
