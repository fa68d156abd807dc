package dev.atom.jdbc;

import dev.atom.mock.store.DurableStoreContract;
import dev.atom.store.Store;
import java.time.Clock;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;

class PostgresStoreContractTest extends DurableStoreContract {
  @AutoClose private static final TestPool POOL = TestPool.postgres(20);

  @BeforeEach
  void makeEmpty() {
    PostgresTables.makeEmpty(POOL);
  }

  @Override
  protected Store open(Clock clock) {
    return PostgresStore.on(POOL, clock);
  }
}
