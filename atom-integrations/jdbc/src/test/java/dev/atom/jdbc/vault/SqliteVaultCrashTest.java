package dev.atom.jdbc.vault;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

class SqliteVaultCrashTest extends VaultCrashTests {
  @Override
  VaultDatabase newDatabase() {
    return VaultDatabase.sqlite();
  }

  @Override
  void check(VaultDatabase checked) throws SQLException {
    try (Connection connection = checked.source().getConnection();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("PRAGMA integrity_check")) {
      assertThat(result.getString(1)).isEqualTo("ok");
    }
  }
}
