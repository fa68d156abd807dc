package dev.atom.mock.store;

import dev.atom.store.MemoryStore;
import dev.atom.store.Store;
import java.time.Clock;

// @start region="contract"
class MemoryStoreTest extends StoreContract {
  @Override
  protected Store open(Clock clock) {
    return MemoryStore.create(clock);
  }
}
// @end
