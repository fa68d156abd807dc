package dev.atom.jdbc.vault;

import dev.atom.vault.store.VaultStore;

class SqliteTwoVaultStoresTest extends JdbcVaultStoreContract {
  @Override
  VaultDatabase newDatabase() {
    return VaultDatabase.sqlite();
  }

  @Override
  VaultStore openOn(VaultDatabase opened) {
    return new TwoStores(opened.open(), opened.open());
  }
}
