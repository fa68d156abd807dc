package dev.atom.jdbc;

import dev.atom.mock.store.DurableStoreContract;
import dev.atom.store.Store;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.io.TempDir;

class SqliteStoreContractTest extends DurableStoreContract {
  @TempDir Path folder;

  @Override
  protected Store open(Clock clock) {
    return SqliteStore.open(folder.resolve("atom.db"), clock);
  }
}
