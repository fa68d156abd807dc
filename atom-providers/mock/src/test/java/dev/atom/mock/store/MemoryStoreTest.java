package dev.atom.mock.store;

import dev.atom.store.MemoryStore;
import dev.atom.store.Store;
import java.time.Clock;

class MemoryStoreTest extends StoreContract {
  @Override
  protected Store open(Clock clock) {
    return MemoryStore.create(clock);
  }
}
