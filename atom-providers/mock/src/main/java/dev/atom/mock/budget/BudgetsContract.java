package dev.atom.mock.budget;

/**
 * What {@link dev.atom.budget.Budgets} must do on every {@link dev.atom.budget.BudgetStore}, as
 * tests. A store's test class extends this one and says how to open the store.
 */
public abstract class BudgetsContract extends BudgetConcurrencyTests {
  /** For subclasses; the test framework makes the instances, one per test. */
  protected BudgetsContract() {}
}
