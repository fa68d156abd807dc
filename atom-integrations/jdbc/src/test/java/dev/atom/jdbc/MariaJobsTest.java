package dev.atom.jdbc;

import dev.atom.mock.job.JobsContract;
import dev.atom.store.Store;
import java.sql.SQLException;
import java.time.Clock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

@Tag("mariadb")
class MariaJobsTest extends JobsContract {
  private static TestPool pool;

  @BeforeAll
  static void openPool() {
    MariaServer server = MariaServer.shared();
    pool = new TestPool(server.dataSource(server.newDatabase()), 20);
  }

  @AfterAll
  static void closePool() throws SQLException {
    pool.close();
  }

  @Override
  protected Store open(Clock clock) {
    try {
      MariaTables.makeEmpty(pool);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return MariaStore.on(pool, clock);
  }
}
