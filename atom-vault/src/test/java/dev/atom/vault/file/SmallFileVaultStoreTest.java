package dev.atom.vault.file;

import dev.atom.vault.store.VaultStore;
import dev.atom.vault.store.VaultStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The contract while the index is written and the log rewritten all the time. */
class SmallFileVaultStoreTest extends VaultStoreContract {
  @TempDir Path directory;

  @Override
  protected VaultStore open() {
    return FileVaultStore.newBuilder(directory.resolve("vault.atom"))
        .rowsInMemory(8)
        .compactFrom(1_000)
        .open();
  }
}
