package dev.atom.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.ledger.Grouping;
import dev.atom.ledger.MemoryUsageLedger;
import dev.atom.ledger.Outcome;
import dev.atom.ledger.UsageFilter;
import dev.atom.ledger.UsageLedger;
import dev.atom.ledger.UsageRecord;
import dev.atom.ledger.UsageRecordBuilder;
import dev.atom.model.ModelRef;
import dev.atom.model.Usage;
import dev.atom.router.Route;
import dev.atom.router.policy.Policy;
import dev.atom.router.whatif.Replay;
import dev.atom.router.whatif.WhatIf;
import dev.atom.usage.Charge;
import dev.atom.usage.Price;
import dev.atom.usage.PriceBook;
import dev.atom.usage.Rates;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

/** A replay comes out the same wherever the ledger is kept. */
class WhatIfLedgersTest {
  private static final ModelRef LARGE = new ModelRef("one", "large");
  private static final ModelRef SMALL = new ModelRef("two", "small");
  private static final PriceBook PRICES =
      PriceBook.of(
          List.of(
              Price.of(LARGE, Rates.tokens("10", "50").and(Charge.CACHED_INPUT, "0.333333333")),
              Price.of(SMALL, Rates.tokens("0.1", "0.51").and(Charge.CACHED_INPUT, "0.01"))));

  @TempDir Path folder;
  private final UsageLedger memory = MemoryUsageLedger.create();

  @BeforeEach
  void bookInMemory() {
    memory.append(records());
  }

  private static List<UsageRecord> records() {
    SplittableRandom random = new SplittableRandom(26);
    Instant at = Instant.parse("2026-03-01T21:00:00Z");
    List<UsageRecord> records = new ArrayList<>();
    for (int i = 0; i < 1_500; i++) {
      at = at.plusMillis(random.nextInt(20_000));
      String call = "c" + i;
      if (random.nextInt(5) == 0) {
        records.add(attempt(random, call, 1, at).failed("truncated_stream").build());
      }
      UsageRecordBuilder last = attempt(random, call, 2, at.plusMillis(7)).answered(LARGE);
      records.add(random.nextInt(20) == 0 ? last.outcome(Outcome.CACHE_HIT).build() : last.build());
    }
    return records;
  }

  private static UsageRecordBuilder attempt(
      SplittableRandom random, String call, int number, Instant at) {
    long input = random.nextLong(1, 9_000);
    Usage usage =
        random.nextInt(40) == 0
            ? Usage.UNKNOWN
            : Usage.newBuilder()
                .inputTokens(input)
                .cachedInputTokens(random.nextLong(input))
                .outputTokens(random.nextLong(400))
                .build();
    return UsageRecord.newBuilder(call + "/" + number, call, at, LARGE)
        .attempt(number)
        .caller("t" + random.nextInt(3), Optional.of("ann"))
        .route("support", "support")
        .usage(usage)
        .cost(PRICES.cost(LARGE, usage, at))
        .latency(Duration.ofMillis(random.nextInt(3_000)))
        .tags(Map.of("task", random.nextBoolean() ? "legal" : "small talk"));
  }

  private static Replay routed(UsageLedger ledger) {
    Route route =
        Route.newBuilder("tiered")
            .target(WhatIf.target(LARGE).tag("large"))
            .target(WhatIf.target(SMALL))
            .policy(
                Policy.either(
                    facts -> facts.tagged("task", "legal"),
                    Policy.tagged("large"),
                    Policy.cheapest()))
            .build();
    return WhatIf.newBuilder(ledger).build().underRoute(route, PRICES);
  }

  private void holds(UsageLedger ledger) {
    ledger.append(records());
    Replay same = WhatIf.newBuilder(ledger).build().underPrices(PRICES);
    assertThat(same.replayed()).isEqualTo(same.actual());
    assertThat(same.leftOut()).hasSize(1);
    assertThat(same.actual().add(same.leftOut().get(0).actual()))
        .isEqualByComparingTo(
            ledger.totals(UsageFilter.all(), Grouping.by()).get(0).totals().spent().usd());
    assertThat(routed(ledger)).isEqualTo(routed(memory));
    assertThat(routed(ledger).replayed()).isLessThan(routed(ledger).actual());
  }

  @Test
  void memoryLedger() {
    holds(MemoryUsageLedger.create());
  }

  @Test
  void sqliteLedger() {
    SQLiteDataSource database = new SQLiteDataSource();
    database.setUrl("jdbc:sqlite:" + folder.resolve("usage.db"));
    try (UsageLedger ledger = JdbcUsageLedger.on(database)) {
      holds(ledger);
    }
  }

  @Test
  void postgresLedger() throws SQLException {
    try (TestPool pool = TestPool.postgres(4);
        UsageLedger ledger = JdbcUsageLedger.on(pool)) {
      holds(ledger);
    }
  }
}
