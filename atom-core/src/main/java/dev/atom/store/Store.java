package dev.atom.store;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps what happened and what is due. Every engine passes the same contract suite ({@code
 * StoreContract} in atom-mock).
 *
 * <p>Guarantees: an {@link Append} happens whole or not at all and is durable, as far as the engine
 * can be, when {@link #append} returns; a subject's events are ordered without gaps; an outbox item
 * or timer is held by one worker at a time until its claim ends. Time is the store's clock, kept to
 * the microsecond; a lease or claim is over at the very instant it lasts until. Of several reasons
 * to refuse an append the first counts: fence, version, unique keys, keys of effects. What an append
 * names twice is done in its order.
 *
 * <p>Implementations are thread-safe; several processes may share one store where the engine says
 * so. Methods block, and throw {@link StoreException} where the engine fails.
 */
public interface Store extends AutoCloseable {
  /**
   * Appends in one transaction: events, outbox items, timers, unique keys, settlements.
   *
   * @param append what to write
   * @return the subject's version afterwards
   * @throws VersionConflict if the subject has another version than expected; nothing is written
   * @throws UniqueKeyTaken if a unique key or an effect's key is held already; nothing is written
   * @throws FenceLost if the lease given as fence is no longer held; nothing is written
   * @throws IllegalArgumentException if it settles an effect that is not in the outbox; nothing is
   *     written
   * @throws StoreException if the engine fails
   */
  long append(Append append);

  /**
   * Reads a subject's events in their order.
   *
   * @param subject whose
   * @param after the version behind which to begin, 0 or more; 0 for the first event
   * @param limit the most events, 1 or more
   * @return empty if there are none behind that version
   */
  List<Event> read(Subject subject, long after, int limit);

  /**
   * Returns a subject's version.
   *
   * @param subject whose
   * @return the last event's version; 0 if there is none
   */
  long version(Subject subject);

  /**
   * Finds what holds a unique key.
   *
   * @param key the key
   * @return the value it was taken with
   */
  Optional<String> find(UniqueKey key);

  /**
   * Takes a lease, or lengthens it, under the same fence, if the same owner has it; it is never
   * shortened.
   *
   * @param tenant the tenant's id
   * @param name what is leased
   * @param owner who takes it
   * @param time how long it lasts from now, more than zero, at most 36500 days
   * @return the lease with its fence; empty if another owner holds it
   */
  Optional<Lease> acquire(String tenant, String name, String owner, Duration time);

  /**
   * Gives a lease back before its end. Does nothing if it is no longer held.
   *
   * @param lease the lease
   */
  void release(Lease lease);

  /**
   * Claims outbox items of some kinds and all tenants that are due and not claimed: in the order in
   * which they are due, and in the order of their appends where that is the same. Items of other
   * kinds are another worker's and stay untouched. A claim ends by a {@link Append.Builder#settle
   * settlement}, or when its time is over; then the item is due again.
   *
   * @param worker who claims
   * @param kinds what it handles, at least one
   * @param limit the most items, 1 or more
   * @param time how long the claim lasts, more than zero, at most 36500 days
   * @return the claimed items, often empty
   */
  List<OutboxItem> claimOutbox(String worker, Set<String> kinds, int limit, Duration time);

  /**
   * Claims timers for some purposes and of all tenants that are due and not claimed, earliest first.
   * Timers for other purposes are another worker's and stay untouched. A claim ends when the timer is
   * set anew or cancelled by an append, or when its time is over; then the timer is due again. A
   * handler that cancels says {@link Append.Builder#expect} too, or it may cancel a timer that was
   * set anew meanwhile.
   *
   * @param worker who claims
   * @param purposes what it handles, at least one
   * @param limit the most timers, 1 or more
   * @param time how long the claim lasts, more than zero, at most 36500 days
   * @return the claimed timers, often empty
   */
  List<Timer> claimTimers(String worker, Set<String> purposes, int limit, Duration time);

  /**
   * Closes the store and what it opened itself. Closing twice is fine; any other call on a closed
   * store throws {@link IllegalStateException}.
   */
  @Override
  void close();
}
