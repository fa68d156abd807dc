package dev.atom.jdbc.vault;

import dev.atom.vault.store.VaultStore;

class PostgresVaultStoreTest extends JdbcVaultStoreContract {
  @Override
  VaultDatabase newDatabase() {
    return VaultDatabase.postgresql();
  }

  @Override
  VaultStore openOn(VaultDatabase opened) {
    return opened.open();
  }
}
