package dev.atom.jdbc;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;

@Tag("mariadb")
class MariaBackupTest extends JdbcBlobsBackupTests {
  private final Map<String, TestPool> pools = new HashMap<>();

  @Override
  JdbcStore open(String name) {
    return MariaStore.on(database(name), clock);
  }

  @Override
  DataSource database(String name) {
    MariaServer server = MariaServer.shared();
    return pools.computeIfAbsent(
        name, n -> new TestPool(server.dataSource(server.newDatabase()), 8));
  }

  @AfterEach
  void closePools() throws SQLException {
    for (TestPool pool : pools.values()) {
      pool.close();
    }
  }
}
