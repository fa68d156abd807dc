package dev.atom.jdbc;

import dev.atom.mock.job.JobsContract;
import dev.atom.store.Store;
import java.time.Clock;
import org.junit.jupiter.api.AutoClose;

class PostgresJobsTest extends JobsContract {
  @AutoClose private static final TestPool POOL = TestPool.postgres(20);

  @Override
  protected Store open(Clock clock) {
    PostgresTables.makeEmpty(POOL);
    return PostgresStore.on(POOL, clock);
  }
}
