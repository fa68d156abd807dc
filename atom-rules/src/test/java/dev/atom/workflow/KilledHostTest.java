package dev.atom.workflow;

import dev.atom.mock.VirtualClock;
import dev.atom.store.MemoryStore;
import dev.atom.store.Store;

class KilledHostTest extends KilledHostContract {
  @Override
  protected Store open(VirtualClock clock) {
    return MemoryStore.create(clock);
  }
}
