package dev.atom.jdbc;

import dev.atom.store.Store;
import java.sql.SQLException;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class PostgresSimulationTest extends SimulationTests {
  private TestPool pool;

  @BeforeEach
  void openPool() {
    PostgresServer server = PostgresServer.shared();
    pool = new TestPool(server.dataSource(server.newDatabase()), 8);
  }

  @AfterEach
  void closePool() throws SQLException {
    pool.close();
  }

  @Override
  Store open(Clock clock) {
    PostgresTables.makeEmpty(pool);
    return PostgresStore.on(pool, clock);
  }
}
