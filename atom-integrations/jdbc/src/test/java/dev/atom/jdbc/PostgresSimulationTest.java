package dev.atom.jdbc;

import dev.atom.store.Store;
import java.time.Clock;
import org.junit.jupiter.api.AutoClose;

class PostgresSimulationTest extends SimulationTests {
  @AutoClose private final TestPool pool = TestPool.postgres(8);

  @Override
  Store open(Clock clock) {
    PostgresTables.makeEmpty(pool);
    return PostgresStore.on(pool, clock);
  }
}
