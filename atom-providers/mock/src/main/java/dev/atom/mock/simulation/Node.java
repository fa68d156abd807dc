package dev.atom.mock.simulation;

import dev.atom.IdSource;
import dev.atom.mock.VirtualClock;
import dev.atom.store.Store;
import java.util.Random;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** What a host has to work with, from its start to its crash. For the host's own thread. */
public final class Node {
  private final Worker worker;
  private final Store store;
  private final VirtualClock clock;
  private final Random random;

  Node(Worker worker, Store store, VirtualClock clock, Random random) {
    this.worker = worker;
    this.store = store;
    this.clock = clock;
    this.random = random;
  }

  /**
   * Returns the host's name, another after each crash.
   *
   * @return such as {@code "worker-2.1"}: the second of the workers, the first of its lives
   */
  public String name() {
    return worker.name();
  }

  /**
   * Returns the store of the run. At each of its calls other hosts may have their turn first, and a
   * mishap may befall it. Closing it does nothing; it tells of no planned jobs.
   *
   * @return the same store for all hosts
   */
  public Store store() {
    return store;
  }

  /**
   * Returns the clock of the run, which is also the store's. It moves a little with each call, and to
   * what is due next when no host has anything to do. A host that advances it takes that long.
   *
   * @return the same clock for all hosts
   */
  public VirtualClock clock() {
    return clock;
  }

  /**
   * Returns a source of chance.
   *
   * @return gives the same in each run of a seed
   */
  public RandomGenerator random() {
    return random;
  }

  /**
   * Returns a source of ids.
   *
   * @return gives the same in each run of a seed, and never the same twice in a run
   */
  public IdSource ids() {
    return () -> new UUID(random.nextLong(), random.nextLong()).toString();
  }

  /**
   * Sends something to a receiver. The run fails if the same is done twice: because the key is another
   * one, or the receiver knows none.
   *
   * @param receiver its name, as the simulation was told
   * @param key what a keyed receiver recognises a repetition by
   * @param what what is sent, in words by which the same is recognised, such as {@code "reply to m-1"}
   * @return a receipt; the same for the same key
   * @throws ConnectionLost if nobody knows whether it was received
   */
  public String send(String receiver, String key, String what) {
    return worker.send(receiver, key, what);
  }
}
