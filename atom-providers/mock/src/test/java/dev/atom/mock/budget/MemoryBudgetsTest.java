package dev.atom.mock.budget;

import dev.atom.budget.BudgetStore;
import dev.atom.budget.MemoryBudgetStore;
import java.time.Clock;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;

class MemoryBudgetsTest extends BudgetsContract {
  private static final long SEED = Long.getLong("atom.seed", new Random().nextLong());

  @Override
  protected BudgetStore open(Clock clock) {
    return MemoryBudgetStore.create(clock);
  }

  @BeforeAll
  static void printTheSeed() {
    System.out.println("a million outcomes of budgets, seed " + SEED);
  }

  /** In memory a million take a few seconds. */
  @Override
  protected int steps() {
    return 1_000_000;
  }

  @Override
  protected long seed() {
    return SEED;
  }
}
