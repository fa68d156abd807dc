package dev.atom.notify;

import dev.atom.jdbc.SqliteStore;
import dev.atom.store.Store;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.io.TempDir;

class SqliteNotifierTest extends FailureTests {
  @TempDir private Path folder;

  @Override
  Store open(Clock clock) {
    if (store != null) {
      store.close();
    }
    return SqliteStore.open(folder.resolve("atom.db"), clock);
  }
}
