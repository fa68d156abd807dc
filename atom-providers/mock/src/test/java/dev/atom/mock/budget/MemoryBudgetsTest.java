package dev.atom.mock.budget;

import dev.atom.budget.BudgetStore;
import dev.atom.budget.MemoryBudgetStore;
import java.time.Clock;

class MemoryBudgetsTest extends BudgetsContract {
  @Override
  protected BudgetStore open(Clock clock) {
    return MemoryBudgetStore.create(clock);
  }

  /** In memory a million take a few seconds. */
  @Override
  protected int steps() {
    return 1_000_000;
  }
}
