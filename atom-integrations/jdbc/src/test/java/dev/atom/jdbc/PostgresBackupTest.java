package dev.atom.jdbc;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

class PostgresBackupTest extends BackupTests {
  private final Map<String, TestPool> pools = new HashMap<>();

  @Override
  JdbcStore open(String name) {
    PostgresServer server = PostgresServer.shared();
    TestPool pool =
        pools.computeIfAbsent(name, n -> new TestPool(server.dataSource(server.newDatabase()), 8));
    return PostgresStore.on(pool, clock);
  }

  @AfterEach
  void closePools() throws SQLException {
    for (TestPool pool : pools.values()) {
      pool.close();
    }
  }
}
