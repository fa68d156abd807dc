package dev.atom.jdbc.vault;

import dev.atom.vault.BackupContract;
import dev.atom.vault.store.VaultStore;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

class PostgresBackupTest extends BackupContract {
  private final List<VaultDatabase> databases = new ArrayList<>();

  @AfterEach
  void drop() {
    databases.forEach(VaultDatabase::close);
  }

  @Override
  protected VaultStore newStore() {
    VaultDatabase database = VaultDatabase.postgresql();
    databases.add(database);
    return database.open();
  }

  @Override
  protected int rounds() {
    return 5;
  }
}
