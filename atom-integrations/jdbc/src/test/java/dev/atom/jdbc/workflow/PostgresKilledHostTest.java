package dev.atom.jdbc.workflow;

import dev.atom.jdbc.TestPool;
import dev.atom.mock.VirtualClock;
import dev.atom.store.Store;
import dev.atom.workflow.KilledHostContract;
import org.junit.jupiter.api.AutoClose;

class PostgresKilledHostTest extends KilledHostContract {
  @AutoClose private static final TestPool POOL = TestPool.postgres(8);

  @Override
  protected Store open(VirtualClock clock) {
    return WalkedStores.postgres(POOL, clock);
  }

  @Override
  protected int stride() {
    return WalkedStores.STRIDE;
  }
}
