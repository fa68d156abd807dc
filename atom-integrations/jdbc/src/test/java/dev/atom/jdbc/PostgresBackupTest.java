package dev.atom.jdbc;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.sqlite.SQLiteDataSource;

class PostgresBackupTest extends LedgerBackupTests {
  private final Map<String, TestPool> pools = new HashMap<>();

  @Override
  JdbcStore open(String name) {
    return PostgresStore.on(database(name), clock);
  }

  @Override
  DataSource database(String name) {
    return pools.computeIfAbsent(name, n -> TestPool.postgres(8));
  }

  @AfterEach
  void closePools() throws SQLException {
    for (TestPool pool : pools.values()) {
      pool.close();
    }
  }

  @Override
  JdbcStore openOther() {
    return SqliteStore.open(folder.resolve("other.db"), clock);
  }

  @Override
  DataSource otherDatabase() {
    SQLiteDataSource source = new SQLiteDataSource();
    source.setUrl("jdbc:sqlite:" + folder.resolve("other.db"));
    return source;
  }
}
