package dev.atom.vault;

import dev.atom.vault.store.MemoryVaultStore;
import dev.atom.vault.store.VaultStore;
import java.util.function.Supplier;

class MemoryRotationTest extends RotationContract {
  @Override
  protected Supplier<VaultStore> newPlace() {
    MemoryVaultStore store = new MemoryVaultStore();
    return () -> store;
  }
}
