package dev.atom.router.whatif;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.CallContext;
import dev.atom.ledger.Grouping;
import dev.atom.ledger.LedgerWriter;
import dev.atom.ledger.MemoryUsageLedger;
import dev.atom.ledger.UsageFilter;
import dev.atom.ledger.UsageLedger;
import dev.atom.mock.MockModel;
import dev.atom.mock.MockReply;
import dev.atom.mock.SequentialIds;
import dev.atom.mock.VirtualClock;
import dev.atom.model.ChatRequest;
import dev.atom.model.ModelException;
import dev.atom.model.ModelRef;
import dev.atom.model.PromptCounter;
import dev.atom.model.RateLimited;
import dev.atom.model.ReplyStream;
import dev.atom.model.TruncatedStream;
import dev.atom.model.Usage;
import dev.atom.router.Retries;
import dev.atom.router.Route;
import dev.atom.router.Router;
import dev.atom.router.RouterListener;
import dev.atom.router.Target;
import dev.atom.router.policy.Policy;
import dev.atom.usage.Charge;
import dev.atom.usage.Price;
import dev.atom.usage.PriceBook;
import dev.atom.usage.Rates;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A real router's calls, replayed as they were. */
class WhatIfProperties {
  private static final PriceBook PRICES =
      PriceBook.of(
          List.of(
              Price.of(model(0), Rates.tokens("2.5", "10").and(Charge.CACHED_INPUT, "0.0007")),
              Price.of(model(1), Rates.tokens("2.6", "9").and(Charge.CACHED_INPUT, "1.3333333")),
              Price.of(model(2), Rates.tokens("2.4", "11.7").and(Charge.CACHED_INPUT, "2.4"))));

  private static ModelRef model(int number) {
    return new ModelRef("p", "m" + number);
  }

  @Provide
  Arbitrary<Policy> policies() {
    return Arbitraries.of(
        Policy.order(),
        Policy.weighted(),
        Policy.cheapest(),
        Policy.cheapest(0.05),
        Policy.fastest(),
        Policy.cheapest(0.3).then(Policy.fastest()));
  }

  /** The calls of one try. */
  private static final class Traffic {
    private final VirtualClock clock = VirtualClock.at("2026-03-01T12:00:00Z");
    private final UsageLedger ledger = MemoryUsageLedger.create();
    private final SplittableRandom random;
    private final long seed;
    private final boolean failing;
    private long promptTokens;

    Traffic(long seed, boolean failing) {
      this.seed = seed;
      this.failing = failing;
      random = new SplittableRandom(seed);
    }

    Route route(Policy policy) {
      Route.Builder route = Route.newBuilder("own").policy(policy).retries(Retries.NONE);
      for (int i = 0; i < 3; i++) {
        int number = i;
        route.target(
            Target.of(
                    MockModel.newBuilder()
                        .model(model(i))
                        .otherwise(request -> reply(number))
                        .build())
                .weight(1 + i));
      }
      return route.build();
    }

    private MockReply reply(int model) {
      clock.advance(Duration.ofMillis(20 + random.nextInt(100) * (model + 1)));
      if (failing && random.nextInt(4) == 0) {
        return MockReply.failure(
            facts ->
                random.nextBoolean()
                    ? (ModelException) new RateLimited(facts.build())
                    : new TruncatedStream(facts.usage(Usage.of(promptTokens, 7)).build()));
      }
      return MockReply.text("Well said")
          .usage(
              Usage.newBuilder()
                  .inputTokens(promptTokens)
                  .cachedInputTokens(random.nextLong(promptTokens + 1))
                  .outputTokens(random.nextInt(1, 60 * (model + 1)))
                  .build());
    }

    void call(Policy policy, int calls) {
      Router router =
          Router.newBuilder()
              .route(route(policy))
              .prices(PRICES)
              .clock(clock)
              .random(new SplittableRandom(seed))
              .ids(SequentialIds.of("call-"))
              .counter((request, context) -> new PromptCounter.Count(promptTokens, false))
              .listener(RouterListener.ledger(LedgerWriter.synchronous(ledger)))
              .build();
      for (int i = 0; i < calls; i++) {
        clock.advance(Duration.ofMillis(random.nextInt(2_000)));
        promptTokens = random.nextLong(1, 5_000);
        CallContext context = CallContext.create().tenant("t" + random.nextInt(2));
        try {
          if (random.nextInt(4) == 0) {
            try (ReplyStream stream = router.stream(ChatRequest.of("Hello"), context)) {
              stream.reply();
            }
          } else {
            router.chat(ChatRequest.of("Hello"), context);
          }
        } catch (ModelException e) {
          // All three failed: such calls are part of the ledger, too.
        }
      }
    }

    BigDecimal booked() {
      return ledger.totals(UsageFilter.all(), Grouping.by()).get(0).totals().spent().usd();
    }
  }

  @Property(tries = 60)
  void samePricesAndChoicesGiveExactlyTheActualCost(
      @ForAll long seed, @ForAll("policies") Policy policy) {
    Traffic traffic = new Traffic(seed, true);
    traffic.call(policy, 60);
    BigDecimal booked = traffic.booked();
    Replay replay = WhatIf.newBuilder(traffic.ledger).build().underPrices(PRICES);
    assertThat(replay.leftOut()).isEmpty();
    assertThat(replay.actual()).isEqualByComparingTo(booked);
    assertThat(replay.replayed()).isEqualByComparingTo(booked);
    assertThat(replay.byModel())
        .allSatisfy(line -> assertThat(line.replayed()).isEqualByComparingTo(line.actual()));
    assertThat(replay.byTenant())
        .allSatisfy(line -> assertThat(line.replayed()).isEqualByComparingTo(line.actual()));
  }

  @Property(tries = 120)
  void sameRouteChoosesAsTheRouterDid(@ForAll long seed, @ForAll("policies") Policy policy) {
    Traffic traffic = new Traffic(seed, false);
    traffic.call(policy, 60);
    Replay replay =
        WhatIf.newBuilder(traffic.ledger)
            .seed(seed)
            .build()
            .underRoute(traffic.route(policy), PRICES);
    assertThat(replay.leftOut()).isEmpty();
    assertThat(replay.compared()).isEqualTo(60);
    assertThat(replay.replayed()).isEqualByComparingTo(traffic.booked());
    assertThat(replay.byModel())
        .allSatisfy(
            line -> {
              assertThat(line.replayedCalls()).isEqualTo(line.calls());
              assertThat(line.replayed()).isEqualByComparingTo(line.actual());
            });
  }
}
