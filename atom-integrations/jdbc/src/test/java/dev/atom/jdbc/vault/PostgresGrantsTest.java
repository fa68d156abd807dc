package dev.atom.jdbc.vault;

import dev.atom.vault.grant.GrantsContract;
import dev.atom.vault.store.VaultStore;
import org.junit.jupiter.api.AfterEach;

class PostgresGrantsTest extends GrantsContract {
  private final VaultDatabase database = VaultDatabase.postgresql();

  @AfterEach
  void drop() {
    database.close();
  }

  @Override
  protected VaultStore newStore() {
    return database.open();
  }
}
