package dev.atom.jdbc;

import dev.atom.mock.job.JobsContract;
import dev.atom.store.Store;
import java.sql.SQLException;
import java.time.Clock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class PostgresJobsTest extends JobsContract {
  private static TestPool pool;

  @BeforeAll
  static void openPool() {
    PostgresServer server = PostgresServer.shared();
    pool = new TestPool(server.dataSource(server.newDatabase()), 20);
  }

  @AfterAll
  static void closePool() throws SQLException {
    pool.close();
  }

  @Override
  protected Store open(Clock clock) {
    PostgresTables.makeEmpty(pool);
    return PostgresStore.on(pool, clock);
  }
}
