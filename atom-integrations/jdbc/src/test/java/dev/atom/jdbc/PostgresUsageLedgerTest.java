package dev.atom.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.ledger.UsageFilter;
import dev.atom.ledger.UsageLedger;
import dev.atom.mock.ledger.UsageLedgerContract;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresUsageLedgerTest extends UsageLedgerContract {
  @AutoClose private static final TestPool POOL = TestPool.postgres(10);

  @BeforeEach
  void makeEmpty() {
    PostgresTables.makeEmpty(POOL);
  }

  @Override
  protected UsageLedger open() {
    return JdbcUsageLedger.on(POOL);
  }

  @Test
  void noConnectionIsHeldBetweenCalls() {
    ledger().page(UsageFilter.all(), 1);
    assertThat(POOL.lent()).isZero();
  }
}
