package dev.atom.mock.budget;

import dev.atom.budget.Budget;
import dev.atom.budget.BudgetFacts;
import dev.atom.budget.BudgetStatus;
import dev.atom.budget.BudgetStore;
import dev.atom.budget.BudgetWarning;
import dev.atom.budget.Budgets;
import dev.atom.mock.SequentialIds;
import dev.atom.mock.VirtualClock;
import dev.atom.usage.Cost;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** One store per test, its clock, and the words in which the tests are written. */
abstract class BudgetFixture {
  static final BudgetFacts ACME = BudgetFacts.ofTenant("acme");
  static final Duration LEASE = Duration.ofMinutes(15);

  /** A Sunday. */
  final VirtualClock clock = VirtualClock.at("2026-03-01T12:00:00Z");

  final List<BudgetWarning> warnings = new CopyOnWriteArrayList<>();
  final SequentialIds ids = SequentialIds.of("reservation-");
  private @Nullable BudgetStore store;

  /**
   * Opens a new, empty store.
   *
   * @param clock what it takes the time from
   * @return the store, closed by the suite
   */
  protected abstract BudgetStore open(Clock clock);

  /** Opens the test's store. */
  @BeforeEach
  final void openStore() {
    store = open(clock);
  }

  /** Closes the test's store. */
  @AfterEach
  final void closeStore() {
    store().close();
  }

  final BudgetStore store() {
    return Objects.requireNonNull(store, "opened before each test");
  }

  final Budgets budgets(Budget... budgets) {
    Budgets.Builder builder = Budgets.newBuilder(store(), ids).listener(warnings::add);
    for (Budget budget : budgets) {
      builder.budget(budget);
    }
    return builder.build();
  }

  static BigDecimal usd(String amount) {
    return new BigDecimal(amount);
  }

  static Cost cost(String amount) {
    return new Cost.Known(usd(amount));
  }

  /** Returns amount, spent, reserved and estimated of the only budget. */
  static String state(Budgets budgets, BudgetFacts facts) {
    List<BudgetStatus> all = budgets.status(facts);
    return all.size() == 1 ? state(all.getFirst()) : all.toString();
  }

  static String state(BudgetStatus status) {
    return "%s of %s spent, %s reserved, %s estimated"
        .formatted(
            status.spent().toPlainString(),
            status.amount().toPlainString(),
            status.reserved().toPlainString(),
            status.estimated().toPlainString());
  }
}
