package dev.atom.budget;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/**
 * How a budget stands for somebody. Amounts are in US dollars.
 *
 * @param bucket which budget, and of whom
 * @param amount what may be spent in the period
 * @param spent what was, more than the amount if a call cost more than was reserved for it
 * @param reserved what running calls may still cost
 * @param estimated the part of what was spent that nobody knows for sure
 * @param end when the period is over; empty if it never is, or always the last hours count
 */
public record BudgetStatus(
    Bucket bucket,
    BigDecimal amount,
    BigDecimal spent,
    BigDecimal reserved,
    BigDecimal estimated,
    Optional<Instant> end) {
  /**
   * Returns what may still be reserved.
   *
   * @return US dollars; zero where it was overshot
   */
  public BigDecimal left() {
    return amount.subtract(spent).subtract(reserved).max(BigDecimal.ZERO);
  }
}
