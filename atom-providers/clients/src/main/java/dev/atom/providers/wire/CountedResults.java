package dev.atom.providers.wire;

import dev.atom.model.Failure;
import dev.atom.model.ModelRef;
import dev.atom.model.TruncatedStream;
import dev.atom.providers.BatchResult;
import dev.atom.providers.BatchResults;

/** Results of which the batch has said how many there are: fewer are never taken for all. */
public final class CountedResults implements BatchResults {
  private final BatchResults results;
  private final ModelRef ref;
  private final long expected;
  private long seen;

  /**
   * Counts results.
   *
   * @param results the results as they come
   * @param ref the model that was asked
   * @param expected how many there must be at least
   */
  public CountedResults(BatchResults results, ModelRef ref, long expected) {
    this.results = results;
    this.ref = ref;
    this.expected = expected;
  }

  @Override
  public boolean hasNext() {
    boolean more = results.hasNext();
    if (!more && seen < expected) {
      throw new TruncatedStream(
          Failure.at(ref)
              .message("the results of " + seen + " of " + expected + " requests came")
              .build());
    }
    return more;
  }

  @Override
  public BatchResult next() {
    BatchResult next = results.next();
    seen++;
    return next;
  }

  @Override
  public void close() {
    results.close();
  }
}
