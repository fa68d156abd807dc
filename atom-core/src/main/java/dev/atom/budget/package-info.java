/**
 * Budgets: what may be spent for whom in which period, never overshot by calls at once. {@link
 * dev.atom.budget.Budgets} reserves the worst case of a call before it is made; start there.
 */
package dev.atom.budget;
