package dev.atom.mock.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atom.ledger.Grouping;
import dev.atom.ledger.Grouping.Dimension;
import dev.atom.ledger.Outcome;
import dev.atom.ledger.Percentiles;
import dev.atom.ledger.UsageFilter;
import dev.atom.ledger.UsageGroup;
import dev.atom.ledger.UsageRecord;
import dev.atom.ledger.UsageTotals;
import dev.atom.model.Usage;
import dev.atom.usage.Cost;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Every sum is what a slow computation from the plain list says. */
abstract class LedgerSumTests extends LedgerRecordTests {
  private static final List<ZoneId> ZONES =
      List.of(
          ZoneId.of("UTC"),
          ZoneId.of("Europe/Berlin"),
          ZoneId.of("America/St_Johns"),
          ZoneId.of("+05:45"),
          ZoneId.of("Pacific/Apia"));

  /**
   * Returns how many records the sums are compared over.
   *
   * @return 100,000 unless a subclass wants another number
   */
  protected int records() {
    return 100_000;
  }

  private SlowLedger booked(int count, long seed) {
    RandomRecords random = new RandomRecords(seed);
    List<UsageRecord> all = new ArrayList<>();
    while (all.size() < count) {
      List<UsageRecord> batch = new ArrayList<>();
      while (batch.size() < 5_000 && all.size() + batch.size() < count) {
        batch.add(random.next());
      }
      ledger().append(batch);
      all.addAll(batch);
    }
    return new SlowLedger(all);
  }

  private void compare(SlowLedger reference, UsageFilter filter, Grouping grouping, String what) {
    List<UsageGroup> expected = reference.totals(filter, grouping);
    List<UsageGroup> actual = ledger().totals(filter, grouping);
    assertEquals(expected.size(), actual.size(), what);
    for (int i = 0; i < expected.size(); i++) {
      assertEquals(expected.get(i), actual.get(i), what);
    }
  }

  @Test
  final void sumsOfManyRecordsAreThoseOfASlowComputation() {
    SlowLedger reference = booked(records(), 7);
    compare(reference, UsageFilter.all(), Grouping.by(), "everything");
    for (Dimension dimension : Dimension.values()) {
      compare(reference, UsageFilter.all(), Grouping.by(dimension), dimension.name());
    }
    Grouping bill = Grouping.by(Dimension.TENANT, Dimension.PROVIDER, Dimension.MODEL);
    compare(reference, UsageFilter.all(), bill, "bill");
    Instant from = RandomRecords.FIRST.plus(Duration.ofDays(80));
    UsageFilter quarter =
        UsageFilter.tenant("a'; --").from(from).until(from.plus(Duration.ofDays(90)));
    compare(
        reference,
        quarter,
        Grouping.by(Dimension.DAY, Dimension.USER).in(ZoneId.of("Europe/Berlin")),
        "days of a tenant's users");
    compare(reference, quarter.tag("team", "red").tag("n", "1"), Grouping.by(), "tags");
  }

  @Test
  final void anyFilterAndGroupingGivesTheSumsOfASlowComputation() {
    SlowLedger reference = booked(2_000, 8);
    Random random = new Random(9);
    for (int i = 0; i < 150; i++) {
      List<Dimension> dimensions = new ArrayList<>(List.of(Dimension.values()));
      java.util.Collections.shuffle(dimensions, random);
      Grouping grouping =
          new Grouping(
              dimensions.subList(0, random.nextInt(4)), ZONES.get(random.nextInt(ZONES.size())));
      UsageFilter filter = filter(random);
      compare(reference, filter, grouping, "question " + i);
      assertEquals(reference.sorted(filter), all(filter), "page " + i);
    }
  }

  private static UsageFilter filter(Random random) {
    UsageFilter filter = UsageFilter.all();
    if (random.nextInt(3) == 0) {
      filter = UsageFilter.tenant(RandomRecords.TENANTS.get(random.nextInt(5)));
    }
    if (random.nextInt(3) == 0) {
      filter = filter.from(RandomRecords.FIRST.plus(Duration.ofHours(random.nextInt(17_000))));
    }
    if (random.nextInt(3) == 0) {
      filter = filter.until(RandomRecords.FIRST.plus(Duration.ofHours(random.nextInt(18_000))));
    }
    if (random.nextInt(4) == 0) {
      filter = filter.user(RandomRecords.USERS.get(random.nextInt(3)));
    }
    if (random.nextInt(4) == 0) {
      filter = filter.route(RandomRecords.ROUTES.get(random.nextInt(3)));
    }
    if (random.nextInt(4) == 0) {
      filter = filter.provider("openai");
    }
    if (random.nextInt(4) == 0) {
      filter = filter.model("large");
    }
    if (random.nextInt(4) == 0) {
      filter = filter.outcome(List.of(Outcome.values()).get(random.nextInt(5)));
    }
    return random.nextInt(4) == 0 ? filter.tag("team", "blu'e") : filter;
  }

  private UsageTotals sum() {
    return ledger().totals(UsageFilter.all(), Grouping.by()).getFirst().totals();
  }

  @Test
  final void usageThatAStreamNeverToldIsUnknownAndNoZero() {
    ledger()
        .append(
            List.of(
                record("1").usage(Usage.UNKNOWN).build(),
                record("2").usage(Usage.of(10, 1)).cost(new Cost.Known(BigDecimal.ONE)).build()));
    assertEquals(1, sum().tokens().incomplete());
    assertEquals(10, sum().tokens().input());
    assertEquals(new UsageTotals.Spent(BigDecimal.ONE, 1, 0), sum().spent());
  }

  @Test
  final void abortedStreamIsBookedWithWhatItHadUsedAndEstimated() {
    Usage received = Usage.newBuilder().outputTokens(40).estimated(true).build().atLeast();
    UsageRecord aborted =
        record("1")
            .outcome(Outcome.CANCELLED)
            .usage(received)
            .cost(new Cost.Known(new BigDecimal("0.02")))
            .estimated(true)
            .build();
    ledger().append(List.of(aborted));
    assertEquals(List.of(aborted), all(UsageFilter.all()));
    assertEquals(40, sum().tokens().output());
    assertEquals(1, sum().tokens().incomplete());
    assertEquals(new UsageTotals.Spent(new BigDecimal("0.02"), 0, 1), sum().spent());
  }

  @Test
  final void moneyIsExactToTheEighteenthDecimal() {
    List<UsageRecord> records = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      Cost cost = new Cost.Known(new BigDecimal("0.000000000999999999"));
      records.add(record("small" + i).cost(cost).build());
    }
    records.add(record("large").cost(new Cost.Known(new BigDecimal("999999999.1"))).build());
    ledger().append(records);
    assertEquals(new BigDecimal("999999999.100000999999999"), sum().spent().usd());
  }

  @Test
  final void attemptsOfOneCallAreOneCall() {
    ledger()
        .append(
            List.of(
                record("1").failed("rate_limited").build(),
                record("2").attempt(2).outcome(Outcome.HEDGED).build(),
                record("3").attempt(3).build(),
                record("4").caller("other", java.util.Optional.empty()).build()));
    assertEquals(2, sum().counts().calls());
    assertEquals(4, sum().counts().attempts());
    assertEquals(java.util.Map.of("rate_limited", 1L), sum().counts().errors());
  }

  @Test
  final void percentilesAreOnesThatWereMeasured() {
    List<UsageRecord> records = new ArrayList<>();
    for (int i = 1; i <= 200; i++) {
      records.add(record("" + i).latency(Duration.ofMillis(i)).build());
    }
    records.add(record("late").latency(Duration.ofDays(1)).failed("timeout").build());
    ledger().append(records);
    assertEquals(
        new Percentiles(Duration.ofMillis(100), Duration.ofMillis(190), Duration.ofMillis(198)),
        sum().latency().orElseThrow());
    assertEquals(java.util.Optional.empty(), sum().firstToken());
  }

  @Test
  final void allOfTimeIsATimeToAskFor() {
    UsageRecord first = record("1").build();
    UsageRecord old =
        UsageRecord.newBuilder("2", "c", Instant.parse("0001-01-01T00:00:00Z"), LARGE).build();
    UsageRecord last =
        UsageRecord.newBuilder("3", "c", Instant.parse("9999-12-31T23:59:59Z"), LARGE).build();
    ledger().append(List.of(first, old, last));
    UsageFilter ever = UsageFilter.all().from(Instant.MIN).until(Instant.MAX);
    assertEquals(List.of(old, first, last), all(ever));
    Grouping days = Grouping.by(Dimension.DAY);
    compare(new SlowLedger(List.of(first, old, last)), ever, days, "days");
    assertEquals(List.of(), all(UsageFilter.all().from(Instant.MAX)));
    assertEquals(3, ledger().deleteBefore(Instant.MAX));
  }

  @Test
  final void emptyLedgerHasNoGroups() {
    assertEquals(List.of(), ledger().totals(UsageFilter.all(), Grouping.by()));
    assertEquals(List.of(), ledger().totals(UsageFilter.all(), Grouping.by(Dimension.DAY)));
  }
}
