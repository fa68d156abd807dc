package dev.atom.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.IdSource;
import dev.atom.budget.Budget;
import dev.atom.budget.BudgetExceeded;
import dev.atom.budget.BudgetFacts;
import dev.atom.budget.BudgetPeriod;
import dev.atom.budget.BudgetStore;
import dev.atom.budget.BudgetWarning;
import dev.atom.budget.Budgets;
import dev.atom.budget.Fact;
import dev.atom.budget.Reservation;
import dev.atom.budget.Settlement;
import dev.atom.ledger.Grouping;
import dev.atom.ledger.Grouping.Dimension;
import dev.atom.ledger.LedgerWriter;
import dev.atom.ledger.UsageExport;
import dev.atom.ledger.UsageFilter;
import dev.atom.ledger.UsageGroup;
import dev.atom.ledger.UsageLedger;
import dev.atom.ledger.UsageRecord;
import dev.atom.mock.SequentialIds;
import dev.atom.model.ModelRef;
import dev.atom.model.Usage;
import dev.atom.usage.Cost;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

/** The examples of the page on the ledger and budgets. */
class LedgerDocTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @TempDir Path folder;
  private final SQLiteDataSource database = new SQLiteDataSource();
  private final Instant begun = Instant.parse("2026-03-01T23:30:00Z");
  private final List<UsageRecord> unbooked = new ArrayList<>();
  private final IdSource ids = SequentialIds.of("r");

  @BeforeEach
  void nameTheFile() {
    database.setUrl("jdbc:sqlite:" + folder.resolve("usage.db"));
  }

  private void book() {
    ModelRef model = new ModelRef("openai", "gpt-5.4");
    Cost cost = new Cost.Known(new BigDecimal("0.0042"));
    // @start region="book"
    UsageLedger ledger = JdbcUsageLedger.on(database);
    LedgerWriter writer =
        LedgerWriter.newBuilder(ledger, (records, failure) -> unbooked.addAll(records)).open();
    writer.book(
        UsageRecord.newBuilder("call-7/1", "call-7", begun, model)
            .caller("acme", Optional.of("ann"))
            .route("support", "eu-west")
            .usage(Usage.of(1_200, 350))
            .cost(cost)
            .latency(Duration.ofMillis(840))
            .tags(Map.of("team", "red"))
            .build()); // returns at once
    writer.flush(); // what was booked before is durable now
    // @end
    writer.close();
    ledger.close();
    assertThat(unbooked).isEmpty();
  }

  @Test
  void totals() {
    book();
    try (UsageLedger ledger = JdbcUsageLedger.on(database)) {
      // @start region="totals"
      List<UsageGroup> bill =
          ledger.totals(
              UsageFilter.tenant("acme").from(Instant.parse("2026-03-01T00:00:00Z")),
              Grouping.by(Dimension.DAY, Dimension.MODEL).in(BERLIN));
      UsageGroup first = bill.getFirst();
      assertThat(first.key()).containsEntry(Dimension.DAY, "2026-03-02"); // half past midnight
      assertThat(first.totals().spent().usd()).isEqualTo("0.0042");
      assertThat(first.totals().spent().unknown()).isZero(); // else the sum is not the whole
      // @end
    }
  }

  @Test
  void export() throws IOException {
    book();
    Path file = folder.resolve("march.csv");
    try (UsageLedger ledger = JdbcUsageLedger.on(database)) {
      // @start region="export"
      try (OutputStream out = Files.newOutputStream(file)) {
        UsageExport.of(ledger, UsageFilter.tenant("acme")).csvForSpreadsheets(out);
      }
      long deleted = ledger.deleteBefore("acme", Instant.parse("2025-01-01T00:00:00Z"));
      // @end
      assertThat(deleted).isZero();
    }
    assertThat(Files.readString(file)).contains("call-7/1");
  }

  private Usage call() {
    return Usage.of(1_000, 200);
  }

  private Cost price(Usage usage) {
    return new Cost.Known(BigDecimal.valueOf(usage.totalTokens(), 6));
  }

  @Test
  void budget() {
    DataSource shared = database;
    Cost worstCase = new Cost.Known(new BigDecimal("0.05"));
    List<BudgetWarning> alarms = new ArrayList<>();
    // @start region="budget"
    BudgetStore store = JdbcBudgetStore.on(shared);
    Budgets budgets =
        Budgets.newBuilder(store, ids)
            .budget(
                Budget.newBuilder("company", new BigDecimal("500"), BudgetPeriod.month(BERLIN))
                    .build())
            .budget(
                Budget.newBuilder("each user", new BigDecimal("0.10"), BudgetPeriod.day(BERLIN))
                    .per(Fact.USER)
                    .warnAt(80)
                    .build())
            .listener(alarms::add)
            .build();

    BudgetFacts facts = BudgetFacts.ofTenant("acme").and(Fact.USER, "ann");
    try (Reservation reservation = budgets.reserve(facts, worstCase)) {
      Usage usage = call();
      reservation.settle(price(usage));
    } // whatever is not settled or released here is booked as reserved
    // @end
    assertThat(budgets.status(facts).getLast().spent()).isEqualTo("0.0012");
    unknown(budgets, facts, worstCase);
    store.close();
  }

  private static void unknown(Budgets budgets, BudgetFacts facts, Cost worstCase) {
    // @start region="unknown"
    Reservation aborted = budgets.reserve(facts, worstCase);
    Settlement settled = aborted.settle(new Cost.Unknown("the stream was cut"));
    assertThat(settled).isEqualTo(new Settlement(new BigDecimal("0.05"), true)); // ESTIMATED

    assertThatThrownBy(() -> budgets.reserve(facts, worstCase))
        .isInstanceOf(BudgetExceeded.class)
        .hasMessageContaining("$0.0512 of $0.1 are spent and $0 reserved");
    // @end
  }
}
