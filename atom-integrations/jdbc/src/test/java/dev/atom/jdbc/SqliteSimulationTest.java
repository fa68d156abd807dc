package dev.atom.jdbc;

import dev.atom.store.Store;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.io.TempDir;

class SqliteSimulationTest extends SimulationTests {
  @TempDir Path folder;
  private int files;

  @Override
  Store open(Clock clock) {
    return SqliteStore.open(folder.resolve(files++ + ".db"), clock);
  }
}
