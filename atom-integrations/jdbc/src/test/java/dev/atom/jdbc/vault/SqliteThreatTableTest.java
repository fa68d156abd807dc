package dev.atom.jdbc.vault;

import dev.atom.vault.ThreatTable;
import dev.atom.vault.store.VaultStore;
import org.junit.jupiter.api.AfterEach;

class SqliteThreatTableTest extends ThreatTable {
  private final VaultDatabase database = VaultDatabase.sqlite();

  @AfterEach
  void drop() {
    database.close();
  }

  @Override
  protected VaultStore newStore() {
    return database.open();
  }

  @Override
  protected int stride() {
    return 61;
  }
}
