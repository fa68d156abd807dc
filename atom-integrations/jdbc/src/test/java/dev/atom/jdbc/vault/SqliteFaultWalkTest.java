package dev.atom.jdbc.vault;

import javax.sql.DataSource;

class SqliteFaultWalkTest extends FaultWalkTests {
  @Override
  VaultDatabase newDatabase() {
    return VaultDatabase.sqlite();
  }

  @Override
  JdbcVaultStore open(DataSource source, String prefix) {
    return JdbcVaultStore.sqlite(source, prefix);
  }

  @Override
  boolean server() {
    return false;
  }
}
