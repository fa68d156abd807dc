package dev.atom.router;

import static dev.atom.router.TestTargets.FIRST;
import static dev.atom.router.TestTargets.SECOND;
import static dev.atom.router.TestTargets.replying;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.mock.MockReply;
import dev.atom.model.ChatModel;
import dev.atom.model.ChatRequest;
import dev.atom.model.Usage;
import dev.atom.router.policy.Policy;
import dev.atom.usage.Charge;
import dev.atom.usage.Cost;
import dev.atom.usage.Price;
import dev.atom.usage.PriceBook;
import dev.atom.usage.RateCard;
import dev.atom.usage.Rates;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Targets whose calls are billed by another service tier or region. */
class PricedTargetTest {
  private static final ChatModel MODEL =
      replying(FIRST, MockReply.text("a").usage(Usage.of(1_000_000, 0)));

  private final PriceBook prices =
      PriceBook.of(
          List.of(
              Price.newBuilder(FIRST, RateCard.of(Rates.tokens("2", "10")))
                  .tier("flex", new BigDecimal("0.5"))
                  .region("eu", new BigDecimal("1.1"))
                  .build()));

  private RoutingTrace traced(Target... targets) {
    Route.Builder route = Route.newBuilder("main").policy(Policy.cheapest());
    List.of(targets).forEach(route::target);
    Router router = Router.newBuilder().route(route.build()).prices(prices).build();
    return RoutingTrace.of(router.chat("Hello")).orElseThrow();
  }

  @Test
  void tierAndRegionMakeTheCost() {
    assertThat(traced(Target.of(MODEL)).cost().toString()).isEqualTo("$2");
    assertThat(traced(Target.of(MODEL).priceTier("flex")).cost().toString()).isEqualTo("$1");
    assertThat(traced(Target.of(MODEL).priceRegion("eu")).cost().toString()).isEqualTo("$2.2");
    assertThat(traced(Target.of(MODEL).priceTier("flex").priceRegion("eu")).cost().toString())
        .isEqualTo("$1.1");
  }

  @Test
  void theCheapestIsChosenByThem() {
    RoutingTrace trace =
        traced(
            Target.of(MODEL).named("eu").priceRegion("eu"),
            Target.of(MODEL).named("usual"),
            Target.of(MODEL).named("flex").priceTier("flex"));

    assertThat(trace.attempts().get(0).begun().target()).isEqualTo("flex");
    assertThat(trace.cost().toString()).isEqualTo("$1");
  }

  @Test
  void aTierWithoutAPriceIsUnknown() {
    assertThat(traced(Target.of(MODEL).priceTier("turbo")).cost()).isInstanceOf(Cost.Unknown.class);
  }

  /** Judged as if its cache had nothing, it would never be asked and never be seen to be cheaper. */
  @Test
  void aTargetThatWasNeverAskedIsTakenToCacheAsMuchAsTheOthers() {
    Usage cached =
        Usage.newBuilder().inputTokens(1_000).cachedInputTokens(900).outputTokens(10).build();
    PriceBook book =
        PriceBook.of(
            List.of(
                Price.of(FIRST, Rates.tokens("1", "1").and(Charge.CACHED_INPUT, "1")),
                Price.of(SECOND, Rates.tokens("2", "1").and(Charge.CACHED_INPUT, "0.1"))));
    Route route =
        Route.newBuilder("main")
            .target(Target.of(replying(FIRST, MockReply.text("a").usage(cached))))
            .target(Target.of(replying(SECOND, MockReply.text("b").usage(cached))))
            .policy(Policy.cheapest())
            .build();
    Router router = Router.newBuilder().route(route).prices(book).build();
    ChatRequest request = ChatRequest.of("word ".repeat(1_000));

    assertThat(router.chat(request).text()).isEqualTo("a");
    assertThat(router.chat(request).text()).isEqualTo("b");
  }
}
