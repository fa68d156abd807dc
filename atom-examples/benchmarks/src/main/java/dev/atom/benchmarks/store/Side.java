package dev.atom.benchmarks.store;

import java.io.IOException;
import java.sql.SQLException;

/** One way to append the {@link Shape}, called by many threads. */
interface Side extends AutoCloseable {
  /**
   * Returns what one thread calls again and again; opened on that thread.
   *
   * @return the call
   * @throws Exception if it can't be opened
   */
  Appender appender() throws Exception;

  @Override
  void close() throws IOException, SQLException;

  /** What one thread calls. */
  interface Appender extends AutoCloseable {
    /**
     * Appends to a subject that no other thread appends to.
     *
     * @param subject its number
     * @param version the version it has
     * @throws Exception if it can't be written
     */
    void append(int subject, long version) throws Exception;

    @Override
    default void close() throws IOException, SQLException {}
  }
}
