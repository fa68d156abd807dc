package dev.atom.router.reuse;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** The replies that this process makes now, so that the same is not made twice. Thread-safe. */
public final class Flights {
  private final Map<String, Flight> inTheAir = new ConcurrentHashMap<>();

  /** How a flight ended for those who waited. */
  public sealed interface End {
    /**
     * The reply is there.
     *
     * @param reply for all
     */
    record Landed(KeptReply reply) implements End {}

    /** The maker has failed or given up; the next may try. */
    record Failed() implements End {}

    /** The reply is no one's but the maker's; everyone makes their own. */
    record NotShared() implements End {}
  }

  /** One reply on its way. */
  public static final class Flight {
    private final CompletableFuture<End> end = new CompletableFuture<>();
    private volatile long lapsesAt;

    /**
     * Creates a flight.
     *
     * @param lapsesAt when nobody waits for it any longer, in nanoseconds
     */
    public Flight(long lapsesAt) {
      this.lapsesAt = lapsesAt;
    }

    /**
     * Gives the flight more time.
     *
     * @param lapsesAt in nanoseconds
     */
    public void extend(long lapsesAt) {
      this.lapsesAt = lapsesAt;
    }

    /**
     * Returns how long it may be waited for.
     *
     * @param now in nanoseconds
     * @return 0 or less if it has lapsed
     */
    public long left(long now) {
      return lapsesAt - now;
    }

    /**
     * Returns how it ended.
     *
     * @return empty if it has not
     */
    public Optional<End> end() {
      return Optional.ofNullable(end.getNow(null));
    }

    /**
     * Has something done at its end, or now if it has ended.
     *
     * @param action short
     */
    @SuppressWarnings("FutureReturnValueIgnored") // the action does not throw
    public void atEnd(Runnable action) {
      end.whenComplete((how, failure) -> action.run());
    }
  }

  /**
   * Enters a flight unless one with the same key is in the air.
   *
   * @param key the reply's key
   * @param own the caller's flight
   * @param now in nanoseconds
   * @return the one to wait for; empty if it is the caller's own
   */
  public Optional<Flight> join(String key, Flight own, long now) {
    Flight flying =
        inTheAir.compute(
            key, (k, old) -> old == null || old.end.isDone() || old.left(now) <= 0 ? own : old);
    return flying == own ? Optional.empty() : Optional.of(flying);
  }

  /**
   * Ends a flight; a second end does nothing.
   *
   * @param key its key
   * @param flight the flight
   * @param how what those who wait are told
   */
  public void end(String key, Flight flight, End how) {
    inTheAir.remove(key, flight);
    flight.end.complete(how);
  }

  /**
   * Returns how many are in the air.
   *
   * @return the number
   */
  public int size() {
    return inTheAir.size();
  }
}
