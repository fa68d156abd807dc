package dev.atom.jdbc;

import dev.atom.mock.job.JobsContract;
import dev.atom.store.Store;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.io.TempDir;

class SqliteJobsTest extends JobsContract {
  @TempDir Path folder;

  @Override
  protected Store open(Clock clock) {
    return SqliteStore.open(folder.resolve("atom.db"), clock);
  }
}
