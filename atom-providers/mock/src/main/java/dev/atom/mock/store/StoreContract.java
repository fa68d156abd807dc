package dev.atom.mock.store;

/**
 * What every {@link dev.atom.store.Store} must do, as tests. An engine's test class extends this
 * one and says how to open the engine:
 *
 * {@snippet lang="java" :
 * class MemoryStoreTest extends StoreContract {
 *   @Override
 *   protected Store open(Clock clock) {
 *     return MemoryStore.create(clock);
 *   }
 * }
 * }
 *
 * <p>Each test opens a new, empty store with a clock that only the test moves. The suite takes a few
 * seconds and needs no network.
 */
public abstract class StoreContract extends RetentionTests {
  /** For subclasses; the test framework makes the instances, one per test. */
  protected StoreContract() {}
}
