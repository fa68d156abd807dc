package dev.atom.jdbc.vault;

import dev.atom.vault.store.VaultStore;

class SqliteVaultStoreTest extends JdbcVaultStoreContract {
  @Override
  VaultDatabase newDatabase() {
    return VaultDatabase.sqlite();
  }

  @Override
  VaultStore openOn(VaultDatabase opened) {
    return opened.open();
  }
}
