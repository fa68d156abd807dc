package dev.atom.budget;

import dev.atom.AtomException;
import dev.atom.RetryAfter;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A call was refused, as its worst case does not fit into a budget. Nothing was reserved. */
public final class BudgetExceeded extends AtomException implements RetryAfter {
  private static final long serialVersionUID = 1L;

  private final transient BudgetStatus status;
  private final BigDecimal asked;
  private final @Nullable Duration retryAfter;

  BudgetExceeded(BudgetStatus status, BigDecimal asked, Optional<Duration> retryAfter) {
    super("budget_exceeded", retryAfter.isPresent(), message(status, asked));
    this.status = status;
    this.asked = asked;
    this.retryAfter = retryAfter.orElse(null);
  }

  private static String message(BudgetStatus status, BigDecimal asked) {
    return "the budget \"%s\" of %s does not allow $%s more: $%s of $%s are spent and $%s reserved%s; wait, or raise it"
        .formatted(
            status.bucket().budget(),
            status.bucket().whom(),
            asked.toPlainString(),
            status.spent().toPlainString(),
            status.amount().toPlainString(),
            status.reserved().toPlainString(),
            status.end().map(end -> " until " + end).orElse(""));
  }

  /**
   * Returns how the budget stood that refused; lost where the exception is serialized.
   *
   * @return its name, amount, what was spent and reserved, and the period's end
   */
  public BudgetStatus status() {
    return status;
  }

  /**
   * Returns what was to be reserved.
   *
   * @return US dollars
   */
  public BigDecimal asked() {
    return asked;
  }

  /**
   * Returns the time to the end of the period, or until enough of the last hours has passed; running
   * calls that cost less than reserved may make room sooner.
   *
   * @return empty if waiting does not help: for a total, and for a call that is too dear for a whole
   *     period
   */
  @Override
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
