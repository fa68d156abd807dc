package dev.atom.budget;

import java.time.Instant;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where budgets keep what was spent and reserved; {@link MemoryBudgetStore}, and {@code
 * JdbcBudgetStore} of atom-jdbc. It only keeps: what is allowed is decided by {@link Budgets}.
 *
 * <p>Implementations are thread-safe and pass {@code BudgetsContract} of atom-mock.
 */
public interface BudgetStore extends AutoCloseable {
  /**
   * Returns the time, the same for all who share the store.
   *
   * @return now
   */
  Instant now();

  /**
   * Does something with buckets that nobody else does anything with meanwhile, whole or not at all.
   *
   * @param buckets which; locked in this order
   * @param work may be done more than once, and has no effect but on the rows
   * @param <T> what comes out
   * @return what the work returned, when its changes are durable
   * @throws dev.atom.store.StoreException if the store failed
   */
  <T> T exclusively(NavigableSet<Bucket> buckets, Function<Rows, T> work);

  /** Closes what the store opened; twice is fine. */
  @Override
  void close();

  /**
   * What calls that began in a period, or a slice of one, have spent and reserved; in nano-dollars.
   *
   * @param at the period's or slice's beginning, in microseconds since 1970
   * @param spent what was spent
   * @param reserved what is reserved
   * @param estimated the part of what was spent that is an estimate
   */
  record Slot(long at, long spent, long reserved, long estimated) {}

  /**
   * A reservation in one bucket.
   *
   * @param reservation the reservation's id
   * @param slot in which slot
   * @param amount how much, in nano-dollars
   * @param endsAt when its lease ends, in microseconds since 1970
   * @param lapsed whether that has happened, and was booked
   * @param booked what was spent instead then, in nano-dollars
   */
  record Hold(
      String reservation, long slot, long amount, long endsAt, boolean lapsed, long booked) {}

  /**
   * The last warning.
   *
   * @param percent of which threshold; 0 for none
   * @param until when it may be given again, in microseconds since 1970
   */
  record Warned(int percent, long until) {}

  /** The rows of buckets that are locked. Used by one thread, while the work is done. */
  interface Rows {
    /**
     * Finds slots.
     *
     * @param bucket whose
     * @param from the first that is meant
     * @param until the first that is not meant any more
     * @return those there are, rising
     */
    List<Slot> slots(Bucket bucket, long from, long until);

    /**
     * Keeps a slot in place of the one at the same time.
     *
     * @param bucket whose
     * @param slot as it is now
     */
    void put(Bucket bucket, Slot slot);

    /**
     * Finds a reservation.
     *
     * @param bucket where
     * @param reservation its id
     * @return empty if there is none, or it was settled
     */
    Optional<Hold> hold(Bucket bucket, String reservation);

    /**
     * Finds the reservations whose leases have ended and that are not marked so.
     *
     * @param bucket where
     * @param now in microseconds since 1970
     * @return in any order
     */
    List<Hold> lapsed(Bucket bucket, long now);

    /**
     * Keeps a reservation in place of the one of the same id.
     *
     * @param bucket where
     * @param hold as it is now
     */
    void put(Bucket bucket, Hold hold);

    /**
     * Removes a reservation.
     *
     * @param bucket where
     * @param reservation its id
     */
    void remove(Bucket bucket, String reservation);

    /**
     * Removes what is too old to count: slots, and reservations that have lapsed.
     *
     * @param bucket whose
     * @param slotsBefore the first slot that stays
     * @param lapsedBefore leases that ended before this
     */
    void forget(Bucket bucket, long slotsBefore, long lapsedBefore);

    /**
     * Returns the last warning.
     *
     * @param bucket whose
     * @return 0 percent if there was none
     */
    Warned warned(Bucket bucket);

    /**
     * Keeps the last warning.
     *
     * @param bucket whose
     * @param warned which
     */
    void put(Bucket bucket, Warned warned);
  }
}
