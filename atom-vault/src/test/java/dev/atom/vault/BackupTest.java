package dev.atom.vault;

import dev.atom.vault.store.MemoryVaultStore;
import dev.atom.vault.store.VaultStore;

class BackupTest extends BackupContract {
  @Override
  protected VaultStore newStore() {
    return new MemoryVaultStore();
  }
}
