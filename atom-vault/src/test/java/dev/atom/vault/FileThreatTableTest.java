package dev.atom.vault;

import dev.atom.vault.file.FileVaultStore;
import dev.atom.vault.store.VaultStore;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class FileThreatTableTest extends ThreatTable {
  @TempDir Path folder;

  @Override
  protected VaultStore newStore() {
    return FileVaultStore.open(folder.resolve("vault"));
  }

  @Override
  protected int stride() {
    return 5;
  }
}
