package dev.atom.limit;

import java.time.Duration;
import java.util.List;

/**
 * Where the buckets of a {@link Limiter} are: in this process, or in a database that several share.
 * Engines implement it, applications use the limiter; an engine's tests extend {@code LimiterContract}
 * in {@code atom-mock}.
 *
 * <p>A bucket that is not known is full. Thread-safe; nothing waits here but for locks and the
 * database.
 */
public interface Buckets extends AutoCloseable {
  /**
   * Takes from all buckets, or from none.
   *
   * @param charges of different buckets; may be empty
   * @return that it was taken, or what was lacking
   * @throws dev.atom.AtomException if the engine fails; nothing is taken, or nobody knows
   */
  Taking take(List<Charge> charges);

  /**
   * Corrects what was taken to what was used, and ends what was held at once. A bucket per period may
   * so become emptier than empty, by its burst at most; what is beyond that is forgotten. It never
   * becomes fuller than full. An engine that fails does not throw: what was taken stays taken.
   *
   * @param charges as they were taken
   * @param used how much of each was used, 0 or more; in the same order
   * @param hold what {@link Taken#hold} said
   */
  void settle(List<Charge> charges, long[] used, long hold);

  /**
   * Returns after how long it is worth to look again at the latest, since others may have given back.
   *
   * @return long if this process alone has the buckets, else some milliseconds
   */
  Duration longestLook();

  /** Frees what was opened here. Closing twice is fine. */
  @Override
  void close();

  /** What became of a {@link #take}. */
  sealed interface Taking {}

  /**
   * All of it was taken.
   *
   * @param hold by which {@link #settle} finds what is held at once; 0 if nothing is
   */
  record Taken(long hold) implements Taking {
    /** Taken, with nothing held. */
    public static final Taken WITHOUT_HOLD = new Taken(0);
  }

  /**
   * Nothing was taken.
   *
   * @param charge the one that has to wait longest
   * @param retryAfter when there is room at the earliest if nobody else takes it; of what is held at once,
   *     when the next hold lapses
   */
  record Lacking(Charge charge, Duration retryAfter) implements Taking {}
}
