package dev.atom.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.IdSource;
import dev.atom.budget.Budget;
import dev.atom.budget.BudgetFacts;
import dev.atom.budget.BudgetPeriod;
import dev.atom.budget.BudgetStatus;
import dev.atom.budget.BudgetStore;
import dev.atom.budget.Budgets;
import dev.atom.ledger.Grouping;
import dev.atom.ledger.Grouping.Dimension;
import dev.atom.ledger.UsageFilter;
import dev.atom.ledger.UsageLedger;
import dev.atom.ledger.UsageRecord;
import dev.atom.mock.SequentialIds;
import dev.atom.model.ModelRef;
import dev.atom.model.Usage;
import dev.atom.store.JobQuery;
import dev.atom.usage.Cost;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Usage and budgets come along, into a database of the same kind and of another. */
abstract class LedgerBackupTests extends JdbcBlobsBackupTests {
  private static final BudgetFacts ACME = BudgetFacts.ofTenant("acme");

  /** Opens the empty store of another kind of database. */
  abstract JdbcStore openOther();

  abstract DataSource otherDatabase();

  private static List<UsageRecord> records(Random random, int from, int count) {
    List<UsageRecord> records = new ArrayList<>();
    for (int i = from; i < from + count; i++) {
      ModelRef model = new ModelRef("openai", "m" + random.nextInt(3));
      Cost cost =
          random.nextInt(5) == 0
              ? new Cost.Unknown("no price")
              : new Cost.Known(new BigDecimal("0.000000001").multiply(BigDecimal.valueOf(i)));
      records.add(
          UsageRecord.newBuilder("r" + i, "c" + i / 2, java.time.Instant.ofEpochSecond(i), model)
              .tags(Map.of("team", "r'\u00e9" + random.nextInt(2)))
              .usage(Usage.of(random.nextInt(1_000), random.nextInt(1_000)))
              .cost(cost)
              .build());
    }
    return records;
  }

  private Budgets budgets(BudgetStore store, IdSource ids) {
    return Budgets.newBuilder(store, ids)
        .budget(Budget.newBuilder("all", new BigDecimal("100"), BudgetPeriod.total()).build())
        .build();
  }

  @Test
  void totalsAndBudgetsAreTheSameAfterwards() {
    try (JdbcStore store = open("a");
        JdbcStore other = open("b")) {
      check(store, database("a"), other, database("b"));
    }
  }

  @Test
  void totalsAndBudgetsAreTheSameOnAnotherKindOfDatabase() {
    try (JdbcStore store = open("a");
        JdbcStore other = openOther()) {
      check(store, database("a"), other, otherDatabase());
      assertThat(other.read(CASE, 0, 10)).isEqualTo(store.read(CASE, 0, 10));
      assertThat(other.jobs(JobQuery.of("acme").name("daily")))
          .isEqualTo(store.jobs(JobQuery.of("acme").name("daily")))
          .hasSize(1);
      assertThat(other.jobs(JobQuery.of("acme").name("waiting"))).hasSize(1);
    }
  }

  private void check(JdbcStore store, DataSource from, JdbcStore other, DataSource to) {
    Path file = folder.resolve("ledger.backup");
    Random random = new Random(7);
    fill(store, blobs("a"));
    try (UsageLedger ledger = JdbcUsageLedger.on(from);
        BudgetStore spent = JdbcBudgetStore.on(from, JdbcStore.DEFAULT_PREFIX, clock)) {
      ledger.append(records(random, 0, 1_200));
      Budgets budgets = budgets(spent, SequentialIds.of("r-"));
      budgets.reserve(ACME, usd("9")).settle(usd("4"));
      budgets.reserve(ACME, usd("5")); // still under way

      Backup.of(store, blobs("a"), clock).write(file);
      Backup.of(other, blobs("other"), clock).restore(file, Backup.Effects.HOLD);

      try (UsageLedger restored = JdbcUsageLedger.on(to);
          BudgetStore restoredSpent = JdbcBudgetStore.on(to, JdbcStore.DEFAULT_PREFIX, clock)) {
        Grouping byModel = Grouping.by(Dimension.MODEL, Dimension.TENANT);
        assertThat(restored.totals(UsageFilter.all(), byModel))
            .isEqualTo(ledger.totals(UsageFilter.all(), byModel))
            .hasSize(3);
        assertThat(restored.page(UsageFilter.all(), 2_000).records())
            .isEqualTo(ledger.page(UsageFilter.all(), 2_000).records())
            .hasSize(1_200);
        Budgets restoredBudgets = budgets(restoredSpent, SequentialIds.of("r-"));
        List<BudgetStatus> status = restoredBudgets.status(ACME);
        assertThat(status).isEqualTo(budgets.status(ACME));
        assertThat(status.getFirst().spent()).isEqualByComparingTo("4");
        assertThat(status.getFirst().reserved()).isEqualByComparingTo("5");

        // New rows take no number of an old one.
        assertThat(restored.append(records(random, 1_200, 10))).isEqualTo(10);
        assertThat(restored.append(records(random, 0, 10))).as("booked before").isZero();
        budgets(restoredSpent, SequentialIds.of("s-")).reserve(ACME, usd("1")).settle(usd("1"));
        assertThat(restoredBudgets.status(ACME).getFirst().spent()).isEqualByComparingTo("5");
      }
    }
  }

  private static Cost usd(String amount) {
    return new Cost.Known(new BigDecimal(amount));
  }
}
