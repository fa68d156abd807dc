package dev.atom.jdbc.workflow;

import dev.atom.mock.VirtualClock;
import dev.atom.store.Store;
import dev.atom.workflow.KilledHostContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteKilledHostTest extends KilledHostContract {
  @TempDir static Path folder;

  @Override
  protected Store open(VirtualClock clock) {
    return WalkedStores.sqlite(folder, clock);
  }

  @Override
  protected int stride() {
    return WalkedStores.STRIDE;
  }
}
