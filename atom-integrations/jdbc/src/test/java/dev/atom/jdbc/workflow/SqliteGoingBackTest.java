package dev.atom.jdbc.workflow;

import dev.atom.mock.VirtualClock;
import dev.atom.store.Store;
import dev.atom.workflow.GoingBackContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteGoingBackTest extends GoingBackContract {
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
