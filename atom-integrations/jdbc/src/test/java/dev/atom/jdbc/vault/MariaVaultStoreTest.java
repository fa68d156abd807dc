package dev.atom.jdbc.vault;

import dev.atom.vault.store.VaultStore;
import org.junit.jupiter.api.Tag;

@Tag("mariadb")
class MariaVaultStoreTest extends JdbcVaultStoreContract {
  @Override
  VaultDatabase newDatabase() {
    return VaultDatabase.mariadb();
  }

  @Override
  VaultStore openOn(VaultDatabase opened) {
    return opened.open();
  }
}
