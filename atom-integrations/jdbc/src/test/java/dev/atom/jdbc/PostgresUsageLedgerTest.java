package dev.atom.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.ledger.UsageFilter;
import dev.atom.ledger.UsageLedger;
import dev.atom.mock.ledger.UsageLedgerContract;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresUsageLedgerTest extends UsageLedgerContract {
  private static TestPool pool;

  @BeforeAll
  static void openPool() {
    PostgresServer server = PostgresServer.shared();
    pool = new TestPool(server.dataSource(server.newDatabase()), 10);
  }

  @AfterAll
  static void closePool() throws SQLException {
    pool.close();
  }

  @BeforeEach
  void makeEmpty() {
    PostgresTables.makeEmpty(pool);
  }

  @Override
  protected UsageLedger open() {
    return JdbcUsageLedger.on(pool);
  }

  @Test
  void noConnectionIsHeldBetweenCalls() {
    ledger().page(UsageFilter.all(), 1);
    assertThat(pool.lent()).isZero();
  }
}
