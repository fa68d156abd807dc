package dev.atom.jdbc.workflow;

import dev.atom.jdbc.TestPool;
import dev.atom.mock.VirtualClock;
import dev.atom.store.Store;
import dev.atom.workflow.InterruptedRunContract;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class PostgresInterruptedRunTest extends InterruptedRunContract {
  private TestPool pool;

  @BeforeAll
  void openPool() {
    pool = WalkedStores.postgres();
  }

  @AfterAll
  void closePool() throws SQLException {
    pool.close();
  }

  @Override
  protected Store open(VirtualClock clock) {
    return WalkedStores.postgres(pool, clock);
  }

  @Override
  protected int stride() {
    return WalkedStores.STRIDE;
  }
}
