package dev.atom.vault.file;

import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/**
 * How a store works.
 *
 * @param disk the file system
 * @param random for the ids of logs
 * @param maintenance runs what writes the index and rewrites the log
 * @param compactFromBytes how large a log is at least when it is rewritten by itself
 * @param rowsInMemory after how many rows the index is written
 * @param aheadBytes how far the log is filled with zeroes ahead
 */
record Settings(
    Disk disk,
    RandomGenerator random,
    Executor maintenance,
    long compactFromBytes,
    int rowsInMemory,
    int aheadBytes) {

  /** More rows wait in memory for an index that is being written, but not more than that. */
  int mostRowsInMemory() {
    return 4 * rowsInMemory;
  }
}
