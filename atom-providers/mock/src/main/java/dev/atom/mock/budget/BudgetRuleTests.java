package dev.atom.mock.budget;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atom.budget.Budget;
import dev.atom.budget.BudgetExceeded;
import dev.atom.budget.BudgetFacts;
import dev.atom.budget.BudgetPeriod;
import dev.atom.budget.BudgetWarning;
import dev.atom.budget.Budgets;
import dev.atom.budget.Fact;
import dev.atom.budget.Reservation;
import dev.atom.budget.Settlement;
import dev.atom.budget.UnpricedCall;
import dev.atom.usage.Cost;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is reserved, settled, released, lapses and is refused, one call at a time. */
abstract class BudgetRuleTests extends BudgetFixture {
  static final BudgetPeriod DAY = BudgetPeriod.day(ZoneOffset.UTC);

  static Budget.Builder daily(String name, String amount) {
    return Budget.newBuilder(name, usd(amount), DAY);
  }

  @Test
  final void reservesTheWorstCaseAndBooksWhatItCost() {
    Budgets budgets = budgets(daily("day", "5").build());
    Reservation call = budgets.reserve(ACME, cost("2"));
    assertEquals("0 of 5 spent, 2 reserved, 0 estimated", state(budgets, ACME));
    assertEquals(new Settlement(usd("0.25"), false), call.settle(cost("0.25")));
    call.settle(cost("4"));
    call.release();
    call.close();
    assertEquals("0.25 of 5 spent, 0 reserved, 0 estimated", state(budgets, ACME));
  }

  /** A gateway's manual shows a budget of $5 that ends at $6, as it adds up after the calls. */
  @Test
  final void budgetOfFiveDollarsNeverEndsAtSix() {
    Budgets budgets = budgets(daily("day", "5").build());
    for (int i = 0; i < 4; i++) {
      budgets.reserve(ACME, cost("1.25")).settle(cost("1.2"));
    }
    BudgetExceeded refused =
        assertThrows(BudgetExceeded.class, () -> budgets.reserve(ACME, cost("0.21")));
    assertEquals(usd("4.8"), refused.status().spent());
    assertEquals(usd("0.21"), refused.asked());
    assertEquals(Optional.of(Duration.ofHours(12)), refused.retryAfter());
    assertTrue(refused.retryable());
    assertTrue(String.valueOf(refused.getMessage()).contains("$4.8 of $5"), refused.getMessage());
    budgets.reserve(ACME, cost("0.2")).settle(cost("0.2"));
    assertEquals("5 of 5 spent, 0 reserved, 0 estimated", state(budgets, ACME));
  }

  /** A router that forgets to give reservations back refuses calls that would fit. */
  @Test
  final void failedCallsBlockNobodyOnceTheyAreReleased() {
    Budgets budgets = budgets(daily("day", "1").build());
    for (int i = 0; i < 10; i++) {
      budgets.reserve(ACME, cost("1")).release();
    }
    assertEquals("0 of 1 spent, 0 reserved, 0 estimated", state(budgets, ACME));
    budgets.reserve(ACME, cost("1")).settle(cost("1"));
  }

  @Test
  final void costAboveTheReservationIsBookedAndRefusesWhatComesNext() {
    Budgets budgets = budgets(daily("day", "5").build());
    budgets.reserve(ACME, cost("1")).settle(cost("7.5"));
    assertEquals("7.5 of 5 spent, 0 reserved, 0 estimated", state(budgets, ACME));
    assertEquals(usd("0"), budgets.status(ACME).getFirst().left());
    assertThrows(BudgetExceeded.class, () -> budgets.reserve(ACME, cost("0.000000001")));
  }

  @Test
  final void unknownCostSettlesAtTheReservationAsAnEstimate() {
    Budgets budgets = budgets(daily("day", "5").build());
    Settlement settled = budgets.reserve(ACME, cost("2")).settle(new Cost.Unknown("cut"));
    assertEquals(new Settlement(usd("2"), true), settled);
    try (Reservation forgotten = budgets.reserve(ACME, cost("1"))) {
      assertEquals(usd("1"), forgotten.usd());
    }
    assertEquals("3 of 5 spent, 0 reserved, 3 estimated", state(budgets, ACME));
  }

  @Test
  final void leaseThatEndsSettlesAtTheReservationUnlessDeclaredOtherwise() {
    Budgets budgets =
        budgets(daily("a", "5").build(), daily("b", "5").lapse(Budget.Lapse.RELEASE).build());
    Reservation lost = budgets.reserve(ACME, cost("2"));
    clock.advance(LEASE.minusNanos(1_000));
    assertEquals(usd("2"), budgets.status(ACME).getFirst().reserved());
    clock.advance(Duration.ofNanos(1_000));
    assertEquals(
        List.of("2 of 5 spent, 0 reserved, 2 estimated", "0 of 5 spent, 0 reserved, 0 estimated"),
        budgets.status(ACME).stream().map(BudgetFixture::state).toList());
    clock.advance(LEASE);
    lost.settle(cost("0.5")); // it was only slow
    assertEquals(
        List.of(
            "0.5 of 5 spent, 0 reserved, 0 estimated", "0.5 of 5 spent, 0 reserved, 0 estimated"),
        budgets.status(ACME).stream().map(BudgetFixture::state).toList());
  }

  @Test
  final void severalBudgetsHoldAllOrNothing() {
    Budgets budgets =
        budgets(
            daily("tenant", "10").per(Fact.TENANT).build(),
            daily("user", "3").per(Fact.USER).build(),
            daily("red", "2").only(Fact.tag("team"), "red").build(),
            daily("route", "50").per(Fact.ROUTE).per(Fact.PROVIDER).build());
    BudgetFacts ann = ACME.and(Fact.USER, "ann");
    BudgetFacts red = ann.and(Fact.tag("team"), "red");
    budgets.reserve(ann, cost("2"));
    BudgetExceeded refused =
        assertThrows(BudgetExceeded.class, () -> budgets.reserve(red, cost("1.5")));
    assertEquals("user", refused.status().bucket().budget());
    assertEquals("[\"acme\",\"ann\"]", refused.status().bucket().whom());
    assertEquals(
        List.of(usd("0"), usd("2"), usd("2")),
        budgets.status(red).stream().map(status -> status.reserved()).toList());
    BudgetFacts others = BudgetFacts.ofTenant("other").and(Fact.USER, "ann");
    budgets.reserve(others, cost("3"));
    budgets.reserve(others.and(Fact.USER, "bob"), cost("3"));
    BudgetFacts routed = ACME.and(Fact.ROUTE, "r").and(Fact.PROVIDER, "p");
    assertEquals(usd("8"), budgets.reserve(routed, cost("8")).usd());
    assertThrows(BudgetExceeded.class, () -> budgets.reserve(ACME, cost("0.1")));
  }

  @Test
  final void callWithoutABudgetIsFree() {
    Budgets budgets = budgets(daily("red", "0").only(Fact.tag("team"), "red").build());
    Reservation call = budgets.reserve(ACME, cost("1000"));
    assertEquals(new Settlement(usd("7"), false), call.settle(cost("7")));
    BudgetFacts red = ACME.and(Fact.tag("team"), "red");
    BudgetExceeded never =
        assertThrows(BudgetExceeded.class, () -> budgets.reserve(red, cost("0.01")));
    assertEquals(Optional.empty(), never.retryAfter(), "waiting does not help");
    budgets.reserve(red, Cost.ZERO).settle(Cost.ZERO);
  }

  @Test
  final void callWithoutAPriceIsRefusedOrReservesWhatIsDeclared() {
    Cost unpriced = new Cost.Unknown("no price of x/y");
    Budgets strict = budgets(daily("strict", "5").build());
    UnpricedCall refused = assertThrows(UnpricedCall.class, () -> strict.reserve(ACME, unpriced));
    assertTrue(String.valueOf(refused.getMessage()).contains("no price of x/y"));
    Budgets mild = budgets(daily("mild", "5").unpriced(usd("0.5")).build());
    Reservation call = mild.reserve(ACME, unpriced);
    assertEquals("0 of 5 spent, 0.5 reserved, 0 estimated", state(mild, ACME));
    assertEquals(new Settlement(usd("0.5"), true), call.settle(unpriced));
    assertEquals("0.5 of 5 spent, 0 reserved, 0.5 estimated", state(mild, ACME));
  }

  @Test
  final void moneyIsExactAndNeverRoundedDown() {
    Budgets budgets = budgets(daily("day", "0.000000003").build());
    budgets.reserve(ACME, cost("0.0000000001")).settle(cost("0.0000000001"));
    assertEquals("0.000000001 of 0.000000003 spent, 0 reserved, 0 estimated", state(budgets, ACME));
    budgets.reserve(ACME, cost("0.000000002")).settle(cost("0.000000002"));
    assertThrows(BudgetExceeded.class, () -> budgets.reserve(ACME, cost("0.0000000001")));
  }

  @Test
  final void calendarPeriodsBeginAtMidnightInTheirZone() {
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    Budgets budgets =
        budgets(
            Budget.newBuilder("d", usd("1"), BudgetPeriod.day(berlin)).build(),
            Budget.newBuilder("m", usd("9"), BudgetPeriod.month(berlin)).build(),
            Budget.newBuilder("w", usd("9"), BudgetPeriod.week(berlin)).build());
    Reservation late = budgets.reserve(ACME, cost("1"));
    assertEquals(
        List.of(
            Instant.parse("2026-03-01T23:00:00Z"),
            Instant.parse("2026-03-31T22:00:00Z"),
            Instant.parse("2026-03-01T23:00:00Z")),
        budgets.status(ACME).stream().map(status -> status.end().orElseThrow()).toList());
    clock.advance(Duration.ofHours(11).minusSeconds(1));
    assertThrows(BudgetExceeded.class, () -> budgets.reserve(ACME, cost("1")));
    clock.advance(Duration.ofSeconds(1));
    budgets.reserve(ACME, cost("1")).settle(cost("1"));
    late.settle(cost("0.5")); // of yesterday and last week, and of this month
    assertEquals(
        List.of(usd("1"), usd("1.5"), usd("1")),
        budgets.status(ACME).stream().map(status -> status.spent()).toList());
  }

  @Test
  final void rollingPeriodCountsTheLastHours() {
    Budgets budgets =
        budgets(
            Budget.newBuilder("r", usd("3"), BudgetPeriod.rolling(Duration.ofHours(1))).build());
    budgets.reserve(ACME, cost("1")).settle(cost("1"));
    clock.advance(Duration.ofMinutes(30));
    budgets.reserve(ACME, cost("2")).settle(cost("2"));
    BudgetExceeded refused =
        assertThrows(BudgetExceeded.class, () -> budgets.reserve(ACME, cost("1")));
    assertEquals(Optional.of(Duration.ofMinutes(31)), refused.retryAfter());
    clock.advance(Duration.ofMinutes(30));
    assertThrows(BudgetExceeded.class, () -> budgets.reserve(ACME, cost("1")));
    clock.advance(Duration.ofMinutes(1));
    budgets.reserve(ACME, cost("1")).settle(cost("1"));
    assertEquals("3 of 3 spent, 0 reserved, 0 estimated", state(budgets, ACME));
    clock.advance(Duration.ofDays(3));
    assertEquals("0 of 3 spent, 0 reserved, 0 estimated", state(budgets, ACME));
  }

  @Test
  final void totalIsThereOnce() {
    Budgets budgets = budgets(Budget.newBuilder("t", usd("3"), BudgetPeriod.total()).build());
    budgets.reserve(ACME, cost("2")).settle(cost("2"));
    clock.advance(Duration.ofDays(1_000));
    BudgetExceeded refused =
        assertThrows(BudgetExceeded.class, () -> budgets.reserve(ACME, cost("2")));
    assertEquals(Optional.empty(), refused.retryAfter());
    assertEquals("2 of 3 spent, 0 reserved, 0 estimated", state(budgets, ACME));
  }

  @Test
  final void warnsOncePerThresholdAndPeriod() {
    Budgets budgets = budgets(daily("day", "10").warnAt(50, 80, 100).build());
    for (int i = 0; i < 10; i++) {
      budgets.reserve(ACME, cost("1")).settle(cost("1"));
    }
    assertEquals(List.of(50, 80, 100), warnings.stream().map(BudgetWarning::percent).toList());
    assertEquals(usd("8"), warnings.get(1).status().spent());
    clock.advance(Duration.ofDays(1));
    budgets.reserve(ACME, cost("9")).settle(cost("9"));
    assertEquals(List.of(50, 80, 100, 80), warnings.stream().map(BudgetWarning::percent).toList());
  }

  @Test
  final void hostileNamesAreTextLikeAnyOther() {
    Budgets budgets = budgets(daily("'; DROP TABLE \"x\"; --", "1").per(Fact.USER).build());
    List<String> odd =
        List.of(
            "a\",\"b", "'; --", "\n", "🦊", "é", "e\u0301", "x".repeat(5_000), "x".repeat(5_001));
    for (String tenant : odd) {
      for (String user : odd) {
        budgets.reserve(BudgetFacts.ofTenant(tenant).and(Fact.USER, user), cost("1"));
      }
    }
    BudgetFacts last = BudgetFacts.ofTenant("🦊").and(Fact.USER, "\n");
    assertThrows(BudgetExceeded.class, () -> budgets.reserve(last, cost("0.1")));
  }
}
