package dev.atom.mock.simulation;

/**
 * A program that works on the store, as steps. What it keeps in memory is gone when it crashes: it is
 * made anew by the function it was made with.
 */
@FunctionalInterface
public interface Host {
  /**
   * Does a little, on one thread and without waiting for anything, such as one pass of a worker. It
   * may throw {@link dev.atom.store.StoreException} and {@link ConnectionLost}: then it is called
   * again later. Any other exception ends the run as failed.
   *
   * @return true if there may be more to do now; false to be called when time has passed or another
   *     host has done something
   * @throws Exception if the host is wrong
   */
  boolean step() throws Exception;
}
