package dev.atom.vault.grant;

import dev.atom.vault.store.MemoryVaultStore;
import dev.atom.vault.store.VaultStore;

class MemoryGrantsProperties extends GrantsModelContract {
  @Override
  protected VaultStore newStore() {
    return new MemoryVaultStore();
  }
}
