package dev.atom.jdbc.vault;

import dev.atom.vault.store.VaultStore;

class PostgresTwoVaultStoresTest extends JdbcVaultStoreContract {
  @Override
  VaultDatabase newDatabase() {
    return VaultDatabase.postgresql();
  }

  @Override
  VaultStore openOn(VaultDatabase opened) {
    return new TwoStores(opened.open(), opened.open());
  }
}
