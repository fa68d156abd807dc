package dev.atom.vault;

import static dev.atom.vault.Fixture.KEY;
import static dev.atom.vault.Fixture.put;
import static dev.atom.vault.Fixture.ref;
import static dev.atom.vault.Fixture.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.secret.SecretRef;
import dev.atom.vault.file.FileVaultStore;
import dev.atom.vault.store.MemoryVaultStore;
import dev.atom.vault.store.VaultStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileBackupTest extends BackupContract {
  @TempDir private Path folder;
  private final List<VaultStore> opened = new ArrayList<>();

  @Override
  protected VaultStore newStore() {
    VaultStore store = FileVaultStore.open(folder.resolve("vault-" + opened.size()));
    opened.add(store);
    return store;
  }

  @Override
  protected int rounds() {
    return 10;
  }

  @AfterEach
  void close() {
    opened.forEach(VaultStore::close);
  }

  @Test
  void vaultMovesFromOneEngineToAnotherAndBack() {
    SecretRef ada = ref("ada", "openai");
    try (Vault vault = Vault.open(new MemoryVaultStore(), KEY)) {
      put(vault, ada, "value");
      VaultStore file = newStore();
      Backup backup = Backup.openedBy(KEY);
      assertThat(backup.restore(in(backup(vault)), file).sound()).isTrue();
      MemoryVaultStore memory = new MemoryVaultStore();
      try (Vault onFile = Vault.open(file, KEY)) {
        assertThat(text(onFile, ada)).contains("value");
        assertThat(backup.restore(in(backup(onFile)), memory).sound()).isTrue();
      }
      try (Vault back = Vault.open(memory, KEY)) {
        assertThat(text(back, ada)).contains("value");
      }
    }
  }
}
