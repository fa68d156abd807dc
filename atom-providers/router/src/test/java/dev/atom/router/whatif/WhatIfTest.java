package dev.atom.router.whatif;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.atom.CallContext;
import dev.atom.json.Json;
import dev.atom.ledger.Content;
import dev.atom.ledger.MemoryUsageLedger;
import dev.atom.ledger.Outcome;
import dev.atom.ledger.UsageFilter;
import dev.atom.ledger.UsageLedger;
import dev.atom.ledger.UsageRecord;
import dev.atom.ledger.UsageRecordBuilder;
import dev.atom.model.Capability;
import dev.atom.model.ChatRequest;
import dev.atom.model.ModelNotFound;
import dev.atom.model.ModelRef;
import dev.atom.model.Usage;
import dev.atom.router.Route;
import dev.atom.router.Router;
import dev.atom.router.policy.Policy;
import dev.atom.usage.Charge;
import dev.atom.usage.Cost;
import dev.atom.usage.Price;
import dev.atom.usage.PriceBook;
import dev.atom.usage.PriceFacts;
import dev.atom.usage.RateCard;
import dev.atom.usage.Rates;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WhatIfTest {
  private static final ModelRef LARGE = new ModelRef("openai", "large");
  private static final ModelRef SMALL = new ModelRef("openai", "small");
  private static final ModelRef BARE = new ModelRef("groq", "bare");
  private static final Instant MONDAY = Instant.parse("2026-03-02T23:30:00Z");

  private final PriceBook prices =
      PriceBook.of(
          List.of(
              Price.of(LARGE, Rates.tokens("10", "50").and(Charge.CACHED_INPUT, "1")),
              Price.of(
                  SMALL,
                  Rates.tokens("1", "5")
                      .and(Charge.CACHED_INPUT, "0.1")
                      .and(Charge.CACHE_WRITE, "1.25")),
              Price.of(BARE, Rates.tokens("1", "1"))));
  private final UsageLedger ledger = MemoryUsageLedger.create();
  private int booked;

  private UsageRecordBuilder attempt(String call, Instant at, ModelRef model, Usage usage) {
    return UsageRecord.newBuilder("r" + booked++, call, at, model)
        .caller("acme", Optional.of("ann"))
        .route("support", "support")
        .answered(model)
        .latency(Duration.ofSeconds(2))
        .usage(usage)
        .cost(prices.cost(model, usage, at));
  }

  private void book(UsageRecordBuilder... records) {
    for (UsageRecordBuilder record : records) {
      ledger.append(List.of(record.build()));
    }
  }

  private void book(String call, Usage usage) {
    book(attempt(call, MONDAY, LARGE, usage));
  }

  private static Route route(Policy policy, ModelRef... models) {
    Route.Builder route = Route.newBuilder("other").policy(policy);
    for (ModelRef model : models) {
      route.target(WhatIf.target(model));
    }
    return route.build();
  }

  private WhatIf whatIf() {
    return WhatIf.newBuilder(ledger).build();
  }

  private static BigDecimal usd(String amount) {
    return new BigDecimal(amount);
  }

  // @start region="route"
  @Test
  void shortPromptsCostATenthAtTheSmallModel() {
    book("short", Usage.of(1_000, 100)); // 1,000 × $10 and 100 × $50 a million: $0.015
    book("long", Usage.of(100_000, 200)); // $1.01
    Route tiered =
        Route.newBuilder("tiered")
            .target(WhatIf.target(SMALL).tag("small"))
            .target(WhatIf.target(LARGE).tag("large"))
            .policy(
                Policy.either(
                    facts -> facts.promptTokens() > 50_000,
                    Policy.tagged("large"),
                    Policy.tagged("small")))
            .build();

    Replay replay =
        WhatIf.newBuilder(ledger)
            .filter(UsageFilter.tenant("acme").from(Instant.parse("2026-03-01T00:00:00Z")))
            .build()
            .underRoute(tiered, prices);

    assertThat(replay.compared()).isEqualTo(2);
    assertThat(replay.actual()).isEqualTo("1.025");
    assertThat(replay.replayed()).isEqualTo("1.0115"); // $0.0015 and $1.01
    assertThat(replay.difference()).isEqualTo("-0.0135");
    assertThat(replay.leftOut()).isEmpty(); // else the sums are not of all calls
    assertThat(replay.assumptions())
        .contains(new Assumption(Assumption.Kind.SAME_REPLY, 1))
        .contains(new Assumption(Assumption.Kind.NEEDS_UNKNOWN, 2));
  }

  // @end

  // @start region="prices"
  @Test
  void agreedPricesAreHeldAgainstTheBill() {
    book("a", Usage.of(1_000_000, 0)); // $10
    PriceBook agreed = prices.with(PriceBook.of(List.of(Price.of(LARGE, Rates.tokens("8", "50")))));

    Replay replay = whatIf().underPrices(agreed);

    assertThat(replay.actual()).isEqualTo("10");
    assertThat(replay.replayed()).isEqualTo("8");
    assertThat(replay.ratio()).contains(usd("0.8"));
  }

  // @end

  @Test
  void breakdownsAreByModelRouteTenantAndDay() {
    book(attempt("a", MONDAY, LARGE, Usage.of(1_000_000, 0)));
    book(
        attempt("b", MONDAY.plusSeconds(3_600), LARGE, Usage.of(2_000_000, 0))
            .caller("other", Optional.empty()));
    Replay replay =
        WhatIf.newBuilder(ledger)
            .in(ZoneId.of("Europe/London"))
            .build()
            .underRoute(route(Policy.order(), SMALL), prices);
    assertThat(replay.byModel())
        .containsExactly(
            new ReplayLine("openai/large", 2, usd("30"), 0, usd("0")),
            new ReplayLine("openai/small", 0, usd("0"), 2, usd("3")));
    assertThat(replay.byTenant())
        .containsExactly(
            new ReplayLine("acme", 1, usd("10"), 1, usd("1")),
            new ReplayLine("other", 1, usd("20"), 1, usd("2")));
    assertThat(replay.byDay())
        .extracting(ReplayLine::key)
        .containsExactly("2026-03-02", "2026-03-03");
    assertThat(replay.byRoute())
        .containsExactly(new ReplayLine("support", 2, usd("30"), 2, usd("3")));
    assertThat(replay.text())
        .contains("| all | 2 | $30 | 2 | $3 | -$27 | 10.0 % |")
        .contains("| model openai/small | 0 | $0 | 2 | $3 | $3 | - |")
        .contains("- nothing")
        .contains("- another model counts a text as as many tokens");
    Json json = replay.json();
    assertThat(json.toString())
        .contains("\"total\":{\"calls\":2,\"actualUsd\":30,")
        .contains("\"kind\":\"SAME_TOKENS\"");
  }

  @Test
  void whatCannotBeReplayedStandsApartAndNeverCountsAsZero() {
    book(
        attempt("untold", MONDAY, LARGE, Usage.UNKNOWN).cost(new Cost.Known(usd("7"))),
        attempt("failed", MONDAY, LARGE, Usage.of(1_000_000, 0)).failed("truncated_stream"),
        attempt("unpriced", MONDAY, LARGE, Usage.of(1, 1)).cost(new Cost.Unknown("no price")),
        attempt("heard", MONDAY, LARGE, Usage.newBuilder().inputTokens(9).searches(1).build())
            .cost(new Cost.Known(usd("0.01"))),
        attempt("well", MONDAY, LARGE, Usage.of(1_000_000, 0)));
    Replay replay = whatIf().underRoute(route(Policy.order(), SMALL), prices);
    assertThat(replay.actual()).isEqualTo("10");
    assertThat(replay.replayed()).isEqualTo("1");
    assertThat(replay.leftOut())
        .extracting(LeftOut::reason, LeftOut::calls, LeftOut::actual)
        .containsExactly(
            tuple(LeftOut.Reason.NO_ANSWER, 1L, usd("10")),
            tuple(LeftOut.Reason.USAGE_UNKNOWN, 1L, usd("7")),
            tuple(LeftOut.Reason.ACTUAL_COST_UNKNOWN, 1L, usd("0")),
            tuple(LeftOut.Reason.REPLAYED_COST_UNKNOWN, 1L, usd("0.01")));
    assertThat(replay.leftOut().get(3).examples().get(0)).contains("no rate for SEARCH");
    assertThat(replay.text())
        .contains("- 1 calls: no attempt was answered; known to have cost $10");
  }

  @Test
  void samePricesLeaveOutWhatNobodyTold() {
    book(
        attempt("untold", MONDAY, LARGE, Usage.UNKNOWN).cost(new Cost.Known(usd("7"))),
        attempt("lost", MONDAY, LARGE, Usage.UNKNOWN).failed("unreachable"),
        attempt("well", MONDAY, LARGE, Usage.of(1_000_000, 0)));
    Replay replay = whatIf().underPrices(prices);
    assertThat(replay.actual()).isEqualTo("10");
    assertThat(replay.leftOut())
        .containsExactly(
            new LeftOut(
                LeftOut.Reason.USAGE_UNKNOWN,
                2,
                usd("7"),
                List.of("openai/large did not tell all that it used")));
    assertThat(whatIf().underPrices(PriceBook.of(List.of())).leftOut())
        .extracting(LeftOut::reason)
        .contains(LeftOut.Reason.REPLAYED_COST_UNKNOWN);
  }

  @Test
  void failedAttemptsStayInTheActualCostAlone() {
    Instant later = MONDAY.plusSeconds(3);
    book(
        attempt("a", MONDAY, LARGE, Usage.of(1_000_000, 0)).failed("truncated_stream"),
        attempt("b", MONDAY.plusSeconds(1), LARGE, Usage.of(1_000_000, 0)),
        attempt("a", later, SMALL, Usage.of(1_000_000, 0)).attempt(2));
    Replay replay = whatIf().underRoute(route(Policy.order(), LARGE), prices);
    assertThat(replay.compared()).isEqualTo(2);
    assertThat(replay.actual()).isEqualTo("21");
    assertThat(replay.unanswered()).isEqualTo("10");
    assertThat(replay.replayed()).isEqualTo("20");
    assertThat(replay.assumptions()).contains(new Assumption(Assumption.Kind.NO_FAILURES, 1));
  }

  @Test
  void whatACacheAnsweredStaysFreeOfCharge() {
    book(attempt("hit", MONDAY, LARGE, Usage.of(1_000, 100)).outcome(Outcome.CACHE_HIT));
    Replay routed = whatIf().underRoute(route(Policy.order(), SMALL), prices);
    assertThat(routed.compared()).isEqualTo(1);
    assertThat(routed.replayed()).isEqualByComparingTo("0");
    assertThat(routed.ratio()).isEmpty();
    assertThat(whatIf().underPrices(prices).replayed()).isEqualByComparingTo("0");
  }

  @Test
  void cachedTokensArePlainAtAnotherModelUnlessTheHostSaysOtherwise() {
    Usage cached =
        Usage.newBuilder()
            .inputTokens(1_000_000)
            .cachedInputTokens(400_000)
            .cacheWriteTokens(600_000)
            .build();
    book(attempt("a", MONDAY, SMALL, cached));
    Route large = route(Policy.order(), LARGE);
    Route bare = route(Policy.order(), BARE);
    WhatIf kept = WhatIf.newBuilder(ledger).usage(CachedInput.KEPT).build();

    assertThat(whatIf().underRoute(large, prices).replayed()).isEqualTo("10");
    // 600,000 that there is no rate for writing are plain, 400,000 are cached.
    assertThat(kept.underRoute(large, prices).replayed()).isEqualTo("6.4");
    assertThat(kept.underRoute(bare, prices).replayed()).isEqualTo("1");
    // 400,000 × $0.1 and 600,000 × $1.25 a million, as it was.
    assertThat(kept.underRoute(route(Policy.order(), SMALL), prices).replayed()).isEqualTo("0.79");
    assertThat(kept.underRoute(large, prices).assumptions())
        .contains(new Assumption(Assumption.Kind.CACHE_CARRIED, 1));
    assertThat(whatIf().underRoute(large, prices).assumptions())
        .contains(new Assumption(Assumption.Kind.CACHE_NOT_CARRIED, 1));
  }

  @Test
  void hostTellsWhatAnotherModelWouldHaveUsed() {
    book("a", Usage.of(1_000_000, 0));
    Replay replay =
        WhatIf.newBuilder(ledger)
            .usage((answered, chosen, price) -> Usage.of(1_300_000, 0))
            .build()
            .underRoute(route(Policy.order(), SMALL), prices);
    assertThat(replay.replayed()).isEqualTo("1.3");
    assertThat(replay.assumptions())
        .contains(new Assumption(Assumption.Kind.USAGE_TOLD, 1))
        .doesNotContain(new Assumption(Assumption.Kind.SAME_TOKENS, 1));
  }

  @Test
  void reportedCostsOfAnotherModelAreDropped() {
    Usage reported = Usage.of(1_000_000, 0).toBuilder().reportedUsd(Optional.of(usd("3"))).build();
    book("a", reported);
    assertThat(whatIf().underPrices(prices).replayed()).isEqualTo("3");
    Replay other = whatIf().underRoute(route(Policy.order(), SMALL), prices);
    assertThat(other.replayed()).isEqualTo("1");
    assertThat(other.actual()).isEqualTo("3");
  }

  @Test
  void needsAndWindowsDropTargetsAsARouterWould() {
    book(attempt("plain", MONDAY, LARGE, Usage.of(1_000_000, 0)));
    book(attempt("tools", MONDAY, LARGE, Usage.of(1_000_000, 0)).tags(Map.of("tools", "yes")));
    Route route =
        Route.newBuilder("other")
            .target(WhatIf.target(BARE).without(Capability.TOOLS))
            .target(WhatIf.target(SMALL).contextTokens(999_999))
            .build();
    Replay replay =
        WhatIf.newBuilder(ledger)
            .needs(
                record ->
                    record.tags().containsKey("tools")
                        ? Set.of(Capability.TOOLS)
                        : EnumSet.noneOf(Capability.class))
            .build()
            .underRoute(route, prices);
    assertThat(replay.replayed()).isEqualTo("1");
    assertThat(replay.leftOut())
        .containsExactly(new LeftOut(LeftOut.Reason.NO_TARGET, 1, usd("10"), List.of()));
    assertThat(replay.assumptions()).contains(new Assumption(Assumption.Kind.NEEDS_TOLD, 1));
  }

  @Test
  void callWhoseAttemptsAreOnTwoPagesIsOneCall() {
    book(attempt("two", MONDAY, LARGE, Usage.of(1_000_000, 0)).failed("malformed_reply"));
    for (int i = 0; i < 1_200; i++) {
      book(attempt("c" + i, MONDAY.plusMillis(i), LARGE, Usage.of(1_000, 0)));
    }
    book(attempt("two", MONDAY.plusMillis(1_500), LARGE, Usage.of(1_000_000, 0)).attempt(2));
    Replay replay = whatIf().underRoute(route(Policy.order(), SMALL), prices);
    assertThat(replay.compared()).isEqualTo(1_201);
    assertThat(replay.actual()).isEqualTo("32");
    assertThat(replay.replayed()).isEqualTo("2.2");
  }

  @Test
  void attemptMinutesAfterACallsEndIsAnotherCall() {
    book(attempt("again", MONDAY, LARGE, Usage.of(1_000_000, 0)));
    book(attempt("again", MONDAY.plusSeconds(63), LARGE, Usage.of(1_000_000, 0)));
    book(attempt("again", MONDAY.plusSeconds(600), LARGE, Usage.of(1_000_000, 0)));
    Replay replay = whatIf().underRoute(route(Policy.order(), SMALL), prices);
    assertThat(replay.compared()).isEqualTo(3);
    assertThat(replay.replayed()).isEqualTo("3");
  }

  @Test
  void contentIsNotNeededAndFailuresKeepTheirCode() {
    Content content = new Content.Plain(Json.object().put("said", "much").build());
    book(
        attempt("a", MONDAY, LARGE, Usage.of(1_000_000, 0))
            .failed("truncated_stream")
            .content(Optional.of(content)),
        attempt("a", MONDAY, LARGE, Usage.of(1_000_000, 0)).content(Optional.of(content)));
    Replay replay = whatIf().underPrices(prices);
    assertThat(replay.actual()).isEqualTo("20");
    assertThat(replay.replayed()).isEqualTo("20");
    assertThat(replay.unanswered()).isEqualTo("10");
  }

  @Test
  void policySeesTenantUserAndTags() {
    book(attempt("a", MONDAY, LARGE, Usage.of(1_000_000, 0)).tags(Map.of("task", "legal")));
    book(attempt("b", MONDAY, LARGE, Usage.of(1_000_000, 0)));
    Policy policy =
        Policy.choosing(
            (choice, set) ->
                choice.facts().tagged("task", "legal")
                        && choice.facts().tenant().equals("acme")
                        && choice.facts().user().equals(Optional.of("ann"))
                    ? 1
                    : 0);
    Replay replay = whatIf().underRoute(route(policy, SMALL, LARGE), prices);
    assertThat(replay.replayed()).isEqualTo("11");
  }

  @Test
  void tiersAndRegionsComeFromTargetsOrFromTheHost() {
    Price tiered =
        Price.newBuilder(LARGE, RateCard.of(Rates.tokens("10", "50")))
            .tier("flex", usd("0.5"))
            .region("eu", usd("1.1"))
            .build();
    PriceBook book = prices.with(PriceBook.of(List.of(tiered)));
    book("a", Usage.of(1_000_000, 0));
    Route flex =
        Route.newBuilder("flex")
            .target(WhatIf.target(LARGE).priceTier("flex").priceRegion("eu"))
            .build();
    Replay routed = whatIf().underRoute(flex, book);
    assertThat(routed.replayed()).isEqualTo("5.5");
    assertThat(routed.assumptions())
        .doesNotContain(new Assumption(Assumption.Kind.STANDARD_TIER, 1));
    assertThat(whatIf().underPrices(book).assumptions())
        .containsExactly(new Assumption(Assumption.Kind.STANDARD_TIER, 1));
    Replay told =
        WhatIf.newBuilder(ledger)
            .priceFacts(attempt -> PriceFacts.at(attempt.at()).tier("flex"))
            .build()
            .underPrices(book);
    assertThat(told.replayed()).isEqualTo("5");
    assertThat(told.assumptions()).isEmpty();
  }

  @Test
  void plannedModelCannotBeAsked() {
    Router router = Router.newBuilder().target(WhatIf.target(LARGE)).build();
    assertThatThrownBy(() -> router.chat(ChatRequest.of("Hello"), CallContext.create()))
        .isInstanceOf(ModelNotFound.class)
        .hasMessageContaining("is a name for replays");
  }
}
