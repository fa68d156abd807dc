package dev.atom.mock.simulation;

import dev.atom.store.Store;
import java.time.Instant;
import java.util.List;

/** What there is when a run is over, for its checks. */
public final class World {
  private final Store store;
  private final Receivers receivers;
  private final Instant now;

  World(Store store, Receivers receivers, Instant now) {
    this.store = store;
    this.receivers = receivers;
    this.now = now;
  }

  /**
   * Returns the store itself, without mishaps.
   *
   * @return open until the checks are over
   */
  public Store store() {
    return store;
  }

  /**
   * Returns the time.
   *
   * @return the instant at which the run ended
   */
  public Instant now() {
    return now;
  }

  /**
   * Returns what a receiver has done.
   *
   * @param receiver its name
   * @return in the order in which it was done
   */
  public List<Sent> sent(String receiver) {
    return receivers.sent(receiver);
  }
}
