package dev.atom.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.budget.BudgetFacts;
import dev.atom.budget.BudgetStatus;
import dev.atom.budget.BudgetStore;
import dev.atom.budget.Budgets;
import dev.atom.budget.Reservation;
import dev.atom.usage.Cost;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Two processes on one budget, of which one is killed in the middle. */
class PostgresBudgetProcessesTest {
  private static final long SEED = Long.getLong("atom.seed", new Random().nextLong());

  private final Set<String> reserved = new HashSet<>();
  private final Map<String, Long> settling = new HashMap<>();
  private final Map<String, Long> settled = new HashMap<>();

  @Test
  void neverOverAndNothingLeaksAfterTheLeases() throws Exception {
    PostgresServer server = PostgresServer.shared();
    String url = server.url(server.newDatabase());
    try (TestPool pool = TestPool.of(url, 2);
        BudgetStore store = JdbcBudgetStore.on(pool);
        ChildJvm doomed = start(url, SEED);
        ChildJvm other = start(url, SEED + 100)) {
      Budgets budgets = SpenderProcess.budgets(store);
      begin(budgets, doomed, other);
      int patience = 40 + new Random(SEED).nextInt(120);
      for (int i = 0; i < patience; i++) {
        String line = doomed.line();
        assertThat(line).as("the budget was spent too early, seed %s", SEED).isNotNull();
        add(line);
        if (i % 25 == 0) {
          neverOver(budgets);
        }
      }
      doomed.kill().forEach(this::add);
      List<String> rest = new ArrayList<>();
      for (String line = other.line(); line != null; line = other.line()) {
        rest.add(line);
        add(line);
      }
      assertThat(rest).last().isEqualTo(SpenderProcess.END);
      neverOver(budgets);
      // As if the leases had ended: what the dead process had reserved is settled in full.
      Clock later = Clock.offset(DatabaseClock.of(pool), Duration.ofMinutes(15));
      verify(SpenderProcess.budgets(JdbcBudgetStore.on(pool, "atom_", later)));
    }
  }

  /** Holds everything until all threads of both are there. */
  private static void begin(Budgets budgets, ChildJvm... spenders) throws Exception {
    Cost most = new Cost.Known(new BigDecimal("5"));
    Cost rest = new Cost.Known(new BigDecimal("3"));
    try (Reservation one = budgets.reserve(BudgetFacts.ofTenant("t0"), most);
        Reservation two = budgets.reserve(BudgetFacts.ofTenant("t1"), rest)) {
      for (ChildJvm spender : spenders) {
        for (int thread = 0; thread < SpenderProcess.THREADS; thread++) {
          assertThat(spender.line()).isEqualTo(SpenderProcess.READY);
        }
      }
      one.release();
      two.release();
    }
  }

  private static ChildJvm start(String url, long seed) throws Exception {
    return ChildJvm.start(SpenderProcess.class, url, String.valueOf(seed));
  }

  private void add(String line) {
    String[] parts = line.split(" ", -1);
    assertThat(parts[0]).as(line).isNotEqualTo("over");
    if (!parts[parts.length - 1].equals(".")) {
      return; // cut off
    }
    switch (parts[0]) {
      case "reserved" -> reserved.add(parts[1]);
      case "settling" -> settling.put(parts[1], Long.valueOf(parts[2]));
      case "settled" -> settled.put(parts[1], Long.valueOf(parts[2]));
      default -> assertThat(line).isEqualTo(SpenderProcess.END);
    }
  }

  private static List<BudgetStatus> neverOver(Budgets budgets) {
    List<BudgetStatus> all = new ArrayList<>(budgets.status(BudgetFacts.ofTenant("t0")));
    all.add(budgets.status(BudgetFacts.ofTenant("t1")).get(1));
    for (BudgetStatus status : all) {
      assertThat(status.spent().add(status.reserved())).isLessThanOrEqualTo(status.amount());
    }
    return all;
  }

  private void verify(Budgets budgets) {
    List<BudgetStatus> all = neverOver(budgets);
    all.forEach(status -> assertThat(status.reserved()).isZero());
    long low = settled.values().stream().mapToLong(Long::longValue).sum();
    long high = low;
    for (String id : reserved) {
      if (!settled.containsKey(id)) { // settled without a word, or lapsed
        low += settling.getOrDefault(id, (long) SpenderProcess.WORST);
        high += SpenderProcess.WORST;
      }
    }
    high += (long) SpenderProcess.THREADS * SpenderProcess.WORST; // reserved without a word
    BigDecimal spent = all.getFirst().spent();
    System.out.printf(
        "two spenders: %d reserved, %d settled, $%s of $%s spent, $%s estimated, seed %d%n",
        reserved.size(),
        settled.size(),
        spent.toPlainString(),
        SpenderProcess.AMOUNT,
        all.getFirst().estimated().toPlainString(),
        SEED);
    assertThat(spent).isBetween(BigDecimal.valueOf(low, 2), BigDecimal.valueOf(high, 2));
    assertThat(all.get(1).spent().add(all.get(2).spent())).isEqualByComparingTo(spent);
  }
}
