package dev.atom.workflow;

import dev.atom.mock.VirtualClock;
import dev.atom.store.MemoryStore;
import dev.atom.store.Store;

class InterruptedRunTest extends InterruptedRunContract {
  @Override
  protected Store open(VirtualClock clock) {
    return MemoryStore.create(clock);
  }
}
