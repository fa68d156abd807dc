package dev.atom.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.budget.BudgetStore;
import dev.atom.mock.budget.BudgetsContract;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresBudgetsTest extends BudgetsContract {
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
  protected BudgetStore open(Clock clock) {
    return JdbcBudgetStore.on(pool, "atom_", clock);
  }

  @Test
  void timeIsTheServersUnlessTold() {
    try (BudgetStore store = JdbcBudgetStore.on(pool)) {
      assertThat(store.now()).isCloseTo(Instant.now(), within(Duration.ofMinutes(1)));
    }
  }

  private static org.assertj.core.data.TemporalUnitOffset within(Duration time) {
    return new org.assertj.core.data.TemporalUnitWithinOffset(
        time.toSeconds(), java.time.temporal.ChronoUnit.SECONDS);
  }
}
