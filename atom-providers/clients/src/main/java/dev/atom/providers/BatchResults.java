package dev.atom.providers;

import java.util.Iterator;

/**
 * The results of a batch, read as they arrive, so that a large batch never stands in memory as a
 * whole.
 *
 * <p>{@link #hasNext()} blocks until the next result is there. Both {@code hasNext} and {@code next}
 * throw {@link dev.atom.model.ModelException} if the results break off or can't be read, and again on
 * every later call, so that half of them are never taken for all. The failure of a single request is
 * a {@link BatchResult.Failed}.
 *
 * <p>Used by one thread, but {@link #close()} may come from any: it frees the connection. Closing
 * twice is fine.
 */
public interface BatchResults extends Iterator<BatchResult>, AutoCloseable {
  @Override
  void close();
}
