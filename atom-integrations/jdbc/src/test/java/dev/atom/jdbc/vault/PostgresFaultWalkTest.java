package dev.atom.jdbc.vault;

import javax.sql.DataSource;

class PostgresFaultWalkTest extends FaultWalkTests {
  @Override
  VaultDatabase newDatabase() {
    return VaultDatabase.postgresql();
  }

  @Override
  JdbcVaultStore open(DataSource source, String prefix) {
    return JdbcVaultStore.postgresql(source, prefix);
  }

  @Override
  boolean server() {
    return true;
  }
}
