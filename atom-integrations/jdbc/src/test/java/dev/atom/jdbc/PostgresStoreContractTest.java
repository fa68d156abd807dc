package dev.atom.jdbc;

import dev.atom.mock.store.DurableStoreContract;
import dev.atom.store.Store;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

class PostgresStoreContractTest extends DurableStoreContract {
  private static TestPool pool;

  @BeforeAll
  static void openPool() {
    PostgresServer server = PostgresServer.shared();
    pool = new TestPool(server.dataSource(server.newDatabase()), 20);
  }

  @BeforeEach
  void makeEmpty() throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "DO $$ BEGIN IF to_regclass('atom_schema') IS NOT NULL THEN"
              + " TRUNCATE atom_subjects, atom_events, atom_jobs, atom_unique_keys, atom_leases;"
              + " END IF; END $$");
    }
  }

  @AfterAll
  static void closePool() throws SQLException {
    pool.close();
  }

  @Override
  protected Store open(Clock clock) {
    return PostgresStore.on(pool, clock);
  }
}
