package dev.atom.mock.budget;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atom.budget.Budget;
import dev.atom.budget.BudgetExceeded;
import dev.atom.budget.BudgetFacts;
import dev.atom.budget.BudgetPeriod;
import dev.atom.budget.BudgetStatus;
import dev.atom.budget.BudgetWarning;
import dev.atom.budget.Budgets;
import dev.atom.budget.Fact;
import dev.atom.budget.Reservation;
import dev.atom.usage.Cost;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Many calls at once, and random histories beside a plain sum. */
abstract class BudgetConcurrencyTests extends BudgetRuleTests {
  private static final int THREADS = 8;

  /**
   * Returns how many random steps are compared with plain sums.
   *
   * @return 3,000 unless a subclass wants more
   */
  protected int steps() {
    return 3_000;
  }

  /**
   * Returns the seed of these steps; it stands in the message of whatever fails.
   *
   * @return 1 unless a subclass wants another
   */
  protected long seed() {
    return 1;
  }

  /** Routers that check before a call and add after it let all calls in flight pass. */
  @Test
  final void callsAtOnceNeverOvershootTogether() throws Exception {
    Budgets budgets =
        budgets(
            daily("all", "10").build(), daily("tenant", "6").per(Fact.TENANT).warnAt(80).build());
    List<Future<Integer>> granted = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int thread = 0; thread < THREADS; thread++) {
        BudgetFacts tenant = BudgetFacts.ofTenant("t" + thread % 2);
        Random random = new Random(thread);
        granted.add(threads.submit(() -> spend(budgets, tenant, random)));
      }
    }
    int calls = 0;
    for (Future<Integer> each : granted) {
      calls += each.get();
    }
    BigDecimal cents = usd("0.1").multiply(BigDecimal.valueOf(calls));
    List<BudgetStatus> one = budgets.status(BudgetFacts.ofTenant("t0"));
    List<BudgetStatus> two = budgets.status(BudgetFacts.ofTenant("t1"));
    assertEquals(0, cents.compareTo(one.get(0).spent()));
    assertEquals(0, cents.compareTo(one.get(1).spent().add(two.get(1).spent())));
    assertEquals(usd("10"), one.get(0).spent(), "all that is there is spent, and no more");
    for (BudgetStatus status : List.of(one.get(0), one.get(1), two.get(1))) {
      assertEquals(BigDecimal.ZERO, status.reserved());
      assertTrue(status.spent().compareTo(status.amount()) <= 0, status.toString());
    }
    assertEquals(
        warnings.size(), warnings.stream().map(BudgetConcurrencyTests::once).distinct().count());
  }

  private static String once(BudgetWarning warning) {
    return warning.status().bucket() + " " + warning.percent();
  }

  /** Spends ten cents at a time until nothing is left for this tenant. */
  private static int spend(Budgets budgets, BudgetFacts facts, Random random) {
    int settled = 0;
    while (true) {
      try {
        Reservation call = budgets.reserve(facts, cost("0.1"));
        if (random.nextInt(4) == 0) {
          call.release();
        } else {
          call.settle(cost("0.1"));
          settled++;
        }
      } catch (BudgetExceeded refused) {
        BudgetStatus status = refused.status();
        assertTrue(
            status.spent().add(status.reserved()).compareTo(status.amount()) <= 0,
            status.toString());
        if (status.reserved().signum() == 0) {
          return settled; // what others had reserved may have come back otherwise
        }
      }
    }
  }

  /** A call that is interrupted ends, and its thread books that. */
  @Test
  final void interruptedThreadSettlesAllTheSame() {
    Budgets budgets = budgets(daily("all", "10").build());
    Reservation call = budgets.reserve(ACME, cost("4"));
    Thread.currentThread().interrupt();
    call.settle(cost("1"));
    assertTrue(Thread.interrupted(), "the flag is set again");
    BudgetStatus status = budgets.status(ACME).get(0);
    assertEquals(usd("1"), status.spent());
    assertEquals(BigDecimal.ZERO, status.reserved());
  }

  /** A running call and what it will be found to have cost. */
  private record Running(Reservation reservation, String user, long cents) {}

  @Test
  final void anyHistoryLeavesNothingReservedAndTheSumOfSettlementsSpent() {
    String seeded = ", seed " + seed();
    Random random = new Random(seed());
    Budgets budgets =
        budgets(
            Budget.newBuilder("total", usd("1000000"), BudgetPeriod.total()).build(),
            Budget.newBuilder("user", usd("1000"), BudgetPeriod.total()).per(Fact.USER).build(),
            daily("day", "100").warnAt().build());
    Map<String, Long> spent = new HashMap<>();
    List<Running> running = new ArrayList<>();
    for (int step = 0; step < steps(); step++) {
      switch (random.nextInt(5)) {
        case 0, 1 -> reserve(budgets, random).ifPresent(running::add);
        case 2, 3 -> end(running, random, spent);
        default -> {
          if (random.nextInt(10) == 0) {
            clock.advance(Duration.ofMinutes(random.nextInt(600)));
          }
        }
      }
    }
    for (Running forgotten : running) { // their processes have died
      spent.merge(forgotten.user(), forgotten.cents(), Long::sum);
    }
    clock.advance(LEASE);
    long all = 0;
    for (String user : List.of("u0", "u1", "u2")) {
      long cents = spent.getOrDefault(user, 0L);
      all += cents;
      List<BudgetStatus> status = budgets.status(ACME.and(Fact.USER, user));
      assertEquals(0, BigDecimal.valueOf(cents, 2).compareTo(status.get(2).spent()), user + seeded);
      status.forEach(each -> assertEquals(BigDecimal.ZERO, each.reserved(), each + seeded));
    }
    BigDecimal total = budgets.status(ACME).get(1).spent();
    assertEquals(0, BigDecimal.valueOf(all, 2).compareTo(total), seeded);
  }

  private java.util.Optional<Running> reserve(Budgets budgets, Random random) {
    String user = "u" + random.nextInt(3);
    long cents = 1L + random.nextInt(300);
    Cost worst = new Cost.Known(BigDecimal.valueOf(cents, 2));
    try {
      Reservation call = budgets.reserve(ACME.and(Fact.USER, user), worst);
      return java.util.Optional.of(new Running(call, user, cents));
    } catch (BudgetExceeded full) {
      return java.util.Optional.empty();
    }
  }

  private static void end(List<Running> running, Random random, Map<String, Long> spent) {
    if (running.isEmpty()) {
      return;
    }
    Running call = running.remove(random.nextInt(running.size()));
    long cents = random.nextLong(call.cents() + 20);
    switch (random.nextInt(4)) {
      case 0 -> call.reservation().release();
      case 1 -> {
        call.reservation().close();
        spent.merge(call.user(), call.cents(), Long::sum);
      }
      default -> {
        call.reservation().settle(new Cost.Known(BigDecimal.valueOf(cents, 2)));
        spent.merge(call.user(), cents, Long::sum);
      }
    }
  }
}
