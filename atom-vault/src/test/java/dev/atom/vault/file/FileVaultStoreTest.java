package dev.atom.vault.file;

import dev.atom.vault.store.VaultStore;
import dev.atom.vault.store.VaultStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class FileVaultStoreTest extends VaultStoreContract {
  @TempDir Path directory;

  @Override
  protected VaultStore open() {
    return FileVaultStore.open(directory.resolve("vault.atom"));
  }
}
