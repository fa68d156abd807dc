package dev.atom.vault.store;

class MemoryVaultStoreTest extends VaultStoreContract {
  private final MemoryVaultStore memory = new MemoryVaultStore();

  @Override
  protected VaultStore open() {
    return memory;
  }
}
