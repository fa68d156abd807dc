package dev.atom.jdbc;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;

@Tag("mariadb")
class MariaBackupTest extends BackupTests {
  private final Map<String, TestPool> pools = new HashMap<>();

  @Override
  JdbcStore open(String name) {
    MariaServer server = MariaServer.shared();
    TestPool pool =
        pools.computeIfAbsent(name, n -> new TestPool(server.dataSource(server.newDatabase()), 8));
    return MariaStore.on(pool, clock);
  }

  @AfterEach
  void closePools() throws SQLException {
    for (TestPool pool : pools.values()) {
      pool.close();
    }
  }
}
