package dev.atom.mock.job;

import dev.atom.store.MemoryStore;
import dev.atom.store.Store;
import java.time.Clock;

class MemoryJobsTest extends JobsContract {
  @Override
  protected Store open(Clock clock) {
    return MemoryStore.create(clock);
  }
}
