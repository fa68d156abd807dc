package dev.atom.budget;

/**
 * So much is spent.
 *
 * @param percent the highest threshold that was reached
 * @param status how the budget stands
 */
public record BudgetWarning(int percent, BudgetStatus status) {}
