package dev.atom.budget;

/** Hears when budgets run low. Thread-safe and quick: it is called on the caller's path. */
@FunctionalInterface
public interface BudgetListener {
  /**
   * A threshold was reached: told once per period, by the process that reached it. It is lost if that
   * process dies at that very moment.
   *
   * @param warning which
   */
  void warned(BudgetWarning warning);
}
