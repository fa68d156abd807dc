package dev.atom.jdbc;

import dev.atom.mock.store.DurableStoreContract;
import dev.atom.store.Store;
import java.sql.SQLException;
import java.time.Clock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;

@Tag("mariadb")
class MariaStoreContractTest extends DurableStoreContract {
  private static TestPool pool;

  @BeforeAll
  static void openPool() {
    MariaServer server = MariaServer.shared();
    pool = new TestPool(server.dataSource(server.newDatabase()), 20);
  }

  @BeforeEach
  void makeEmpty() throws SQLException {
    MariaTables.makeEmpty(pool);
  }

  @AfterAll
  static void closePool() throws SQLException {
    pool.close();
  }

  @Override
  protected Store open(Clock clock) {
    return MariaStore.on(pool, clock);
  }
}
