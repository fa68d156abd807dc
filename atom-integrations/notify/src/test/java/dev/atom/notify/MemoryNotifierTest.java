package dev.atom.notify;

import dev.atom.store.MemoryStore;
import dev.atom.store.Store;
import java.time.Clock;

class MemoryNotifierTest extends FailureTests {
  @Override
  Store open(Clock clock) {
    return store == null ? MemoryStore.create(clock) : store;
  }
}
