package dev.atom.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Keeps what happened and what is due. Every engine passes the same contract suite ({@code
 * StoreContract} in atom-mock).
 *
 * <p>Guarantees: an {@link Append} happens whole or not at all and is durable, as far as the engine
 * can be, when {@link #append} returns; a subject's events are ordered without gaps, and their
 * instants never go back; a job is held by one worker at a time until its claim ends. Time is the
 * store's clock, kept to the microsecond; a lease, a claim or a key that is taken for a while is over
 * at the very instant it lasts until.
 *
 * <p>Of several reasons to refuse an append the first counts: fence, version, unique keys, keys of
 * effects, changes of jobs. An append frees keys before it takes any; of what it plans and cancels
 * under the same name the last counts.
 *
 * <p>Implementations are thread-safe; several processes may share one store where the engine says
 * so. Methods block, and throw {@link StoreException} where the engine fails: after a failed {@link
 * #append} or {@link #change} nobody knows whether it was written, unless the exception says so.
 */
public interface Store extends AutoCloseable {
  /**
   * Writes in one transaction: events, planned jobs, changes of jobs, unique keys.
   *
   * @param append what to write
   * @return the subject's version afterwards
   * @throws VersionConflict if the subject has another version than expected; nothing is written
   * @throws UniqueKeyTaken if a unique key or an effect's key is held already; nothing is written
   * @throws FenceLost if the lease given as fence is no longer held; nothing is written
   * @throws JobLost if somebody else has claimed or changed a job; nothing is written
   * @throws StoreException if the engine fails
   */
  long append(Append append);

  /**
   * Reads some of a subject's events, forgotten ones left out.
   *
   * @param subject whose
   * @param range which
   * @return in their order; empty if there are none
   */
  List<Event> read(Subject subject, EventRange range);

  /**
   * Lists the subjects of a kind, those with no event yet left out.
   *
   * @param tenant the tenant's id
   * @param kind what they are
   * @param after the id behind which to begin, in the order of their UTF-8 bytes; "" for the first
   * @param limit the most, 1 or more
   * @return in the order of their ids
   * @throws IllegalArgumentException if the limit is less than 1
   */
  List<SubjectHead> subjects(String tenant, String kind, String after, int limit);

  /**
   * Finds what holds a unique key. Keys of effects are not among them: see {@link #jobs}.
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
   * @param time how long it lasts from now, to the microsecond, of which it is one or more; at most
   *     36500 days
   * @return the lease with its fence; empty if another owner holds it
   * @throws IllegalArgumentException if it is shorter or longer, or a name is no name
   */
  Optional<Lease> acquire(String tenant, String name, String owner, Duration time);

  /**
   * Gives a lease back before its end. Does nothing if it is no longer held.
   *
   * @param lease the lease
   */
  void release(Lease lease);

  /**
   * Claims jobs of some kinds and all tenants that are due and held by no worker: the highest
   * priority first, then in the order in which they are due, then in that of their numbers. Jobs of
   * other kinds are another worker's and stay untouched, and so do those whose kind or tenant has as
   * many running as its limit allows; no two claims together pass a limit. A claim ends by a {@link
   * JobChange}, by an append that moves or cancels the timer, or when its time is over; then the job
   * is due again.
   *
   * @param claim who wants what
   * @return the claimed jobs and when the next is due
   */
  Claimed claim(JobClaim claim);

  /**
   * Changes jobs, each on its own: durably, but not together. {@link Append.Builder#change} changes
   * one together with what it has brought about.
   *
   * @param changes what becomes of them, at most one change for each job
   * @return for each change whether it was made: false if somebody else has claimed or changed the
   *     job, which is left as it is
   * @throws IllegalArgumentException if two are of one job; none is made
   */
  List<Boolean> change(List<JobChange> changes);

  /**
   * Looks at jobs without claiming them.
   *
   * @param query which
   * @return in the order of their numbers
   */
  List<Job> jobs(JobQuery query);

  /**
   * Reads a subject's events from a version on.
   *
   * @param subject whose
   * @param after the version behind which to begin, 0 or more; 0 for the first event
   * @param limit the most events, 1 or more
   * @return in their order; empty if there are none behind that version
   */
  default List<Event> read(Subject subject, long after, int limit) {
    return read(subject, EventRange.after(after, limit));
  }

  /**
   * Returns a subject's version.
   *
   * @param subject whose
   * @return the last event's version; 0 if there is none
   */
  default long version(Subject subject) {
    List<Event> last = read(subject, EventRange.last(1));
    return last.isEmpty() ? 0 : last.getFirst().version();
  }

  /**
   * Returns the version that a subject had at an instant: what was appended up to and at it. Looks at
   * as many single events as their number has binary digits.
   *
   * @param subject whose
   * @param at the instant
   * @return 0 if nothing had happened yet; where the oldest events are forgotten, at least the version
   *     up to which they are
   */
  default long asOf(Subject subject, Instant at) {
    return AsOf.version(this, subject, at);
  }

  /**
   * Asks to be told when a job is planned through this object, so that a worker need not look for it
   * again and again. Best effort: jobs that another process plans are not told, and an engine may
   * tell nothing.
   *
   * @param listener is given the instant at which the job is due, after it is durable; must be quick
   *     and throw nothing
   * @return run it to be told no longer
   */
  default Runnable whenPlanned(Consumer<Instant> listener) {
    return () -> {};
  }

  /**
   * Closes the store and what it opened itself. Closing twice is fine; any other call on a closed
   * store throws {@link IllegalStateException}.
   */
  @Override
  void close();
}
