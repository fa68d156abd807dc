package dev.atom.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.budget.BudgetStore;
import dev.atom.mock.budget.BudgetsContract;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresBudgetsTest extends BudgetsContract {
  @AutoClose private static final TestPool POOL = TestPool.postgres(10);

  @BeforeEach
  void makeEmpty() {
    PostgresTables.makeEmpty(POOL);
  }

  @Override
  protected BudgetStore open(Clock clock) {
    return JdbcBudgetStore.on(POOL, "atom_", clock);
  }

  @Test
  void timeIsTheServersUnlessTold() {
    try (BudgetStore store = JdbcBudgetStore.on(POOL)) {
      assertThat(store.now()).isCloseTo(Instant.now(), within(Duration.ofMinutes(1)));
    }
  }

  private static org.assertj.core.data.TemporalUnitOffset within(Duration time) {
    return new org.assertj.core.data.TemporalUnitWithinOffset(
        time.toSeconds(), java.time.temporal.ChronoUnit.SECONDS);
  }
}
