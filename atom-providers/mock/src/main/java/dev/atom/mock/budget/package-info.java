/** The contract of {@link dev.atom.budget.BudgetStore} as tests: {@link BudgetsContract}. */
package dev.atom.mock.budget;
