package dev.atom.jdbc;

import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.sqlite.SQLiteDataSource;

class SqliteBackupTest extends LedgerBackupTests {
  @Override
  JdbcStore open(String name) {
    return SqliteStore.open(folder.resolve(name + ".db"), clock);
  }

  @Override
  DataSource database(String name) {
    SQLiteDataSource source = new SQLiteDataSource();
    source.setUrl("jdbc:sqlite:" + folder.resolve(name + ".db"));
    return source;
  }

  private TestPool pool;

  @Override
  JdbcStore openOther() {
    return PostgresStore.on(otherDatabase(), clock);
  }

  @Override
  DataSource otherDatabase() {
    if (pool == null) {
      pool = TestPool.postgres(8);
    }
    return pool;
  }

  @AfterEach
  void closePool() throws SQLException {
    if (pool != null) {
      pool.close();
    }
  }
}
