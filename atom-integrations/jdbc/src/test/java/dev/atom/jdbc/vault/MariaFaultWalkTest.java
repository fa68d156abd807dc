package dev.atom.jdbc.vault;

import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;

@Tag("mariadb")
class MariaFaultWalkTest extends FaultWalkTests {
  @Override
  VaultDatabase newDatabase() {
    return VaultDatabase.mariadb();
  }

  @Override
  JdbcVaultStore open(DataSource source, String prefix) {
    return JdbcVaultStore.on(source, prefix);
  }

  @Override
  boolean server() {
    return true;
  }
}
