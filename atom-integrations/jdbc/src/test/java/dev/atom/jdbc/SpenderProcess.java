package dev.atom.jdbc;

import dev.atom.IdSource;
import dev.atom.budget.Budget;
import dev.atom.budget.BudgetExceeded;
import dev.atom.budget.BudgetFacts;
import dev.atom.budget.BudgetPeriod;
import dev.atom.budget.BudgetStatus;
import dev.atom.budget.BudgetStore;
import dev.atom.budget.Budgets;
import dev.atom.budget.Fact;
import dev.atom.budget.Reservation;
import dev.atom.usage.Cost;
import java.math.BigDecimal;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * A program whose threads say {@code ready .}, wait until something is left, then reserve five cents at a time and settle less, until the budget is spent, and
 * which prints what it does: {@code reserved id .}, {@code settling id cents .}, {@code settled id
 * cents .} and {@code over ...} if a refusal shows that there was more than allowed.
 */
final class SpenderProcess {
  static final int THREADS = 4;
  static final int WORST = 5;
  static final BigDecimal AMOUNT = new BigDecimal("8");
  static final String READY = "ready .";
  static final String END = "end .";

  private SpenderProcess() {}

  static Budgets budgets(BudgetStore store) {
    return Budgets.newBuilder(store, IdSource.timeOrdered(Clock.systemUTC(), new SecureRandom()))
        .budget(Budget.newBuilder("all", AMOUNT, BudgetPeriod.total()).build())
        .budget(
            Budget.newBuilder("tenant", new BigDecimal("5"), BudgetPeriod.total())
                .per(Fact.TENANT)
                .build())
        .build();
  }

  /** Arguments: the server's URL, a seed. */
  public static void main(String[] arguments) throws Exception {
    long seed = Long.parseLong(arguments[1]);
    try (TestPool pool = TestPool.of(arguments[0], THREADS);
        BudgetStore store = JdbcBudgetStore.on(pool)) {
      Budgets budgets = budgets(store);
      Thread[] threads = new Thread[THREADS];
      for (int t = 0; t < THREADS; t++) {
        BudgetFacts tenant = BudgetFacts.ofTenant("t" + t % 2);
        Random random = new Random(seed + t);
        threads[t] = Thread.ofPlatform().start(() -> spend(budgets, tenant, random));
      }
      for (Thread thread : threads) {
        thread.join();
      }
    }
    say(END);
  }

  /** Waits until the test, which has reserved everything, gives it back. */
  private static void awaitBeginning(Budgets budgets, BudgetFacts facts) {
    while (true) {
      try {
        budgets.reserve(facts, new Cost.Known(BigDecimal.valueOf(WORST, 2))).release();
        return;
      } catch (BudgetExceeded refused) {
        LockSupport.parkNanos(1_000_000);
      }
    }
  }

  private static void spend(Budgets budgets, BudgetFacts facts, Random random) {
    say(READY);
    awaitBeginning(budgets, facts);
    Cost worst = new Cost.Known(BigDecimal.valueOf(WORST, 2));
    while (true) {
      try {
        Reservation call = budgets.reserve(facts, worst);
        say("reserved " + call.id() + " .");
        long cents = random.nextInt(4) == 0 ? 0 : 1L + random.nextInt(WORST);
        say("settling " + call.id() + " " + cents + " .");
        call.settle(new Cost.Known(BigDecimal.valueOf(cents, 2)));
        say("settled " + call.id() + " " + cents + " .");
      } catch (BudgetExceeded refused) {
        BudgetStatus status = refused.status();
        if (status.spent().add(status.reserved()).compareTo(status.amount()) > 0) {
          say("over " + status);
        }
        return;
      }
    }
  }

  private static synchronized void say(String line) {
    System.out.println(line);
  }
}
