package dev.atom.router.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atom.model.Capability;
import dev.atom.model.ModelRef;
import dev.atom.model.Usage;
import dev.atom.usage.Charge;
import dev.atom.usage.Cost;
import dev.atom.usage.Hours;
import dev.atom.usage.Price;
import dev.atom.usage.PriceBook;
import dev.atom.usage.PriceFacts;
import dev.atom.usage.Quote;
import dev.atom.usage.RateCard;
import dev.atom.usage.Rates;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The snippets of docs/costs.md. */
class CostsGuideTest {
  private static final Instant NOVEMBER = Instant.parse("2026-11-21T12:00:00Z");

  @Test
  void aCallIsPricedByTheBundledCatalogue() {
    // @start region="bundled"
    ModelCatalogue catalogue = ModelCatalogue.bundled();
    PriceBook book = catalogue.prices();
    ModelRef sol = new ModelRef("openai", "gpt-6-sol");
    Usage usage =
        Usage.newBuilder().inputTokens(10_000).cachedInputTokens(8_000).outputTokens(500).build();

    Cost cost = book.cost(sol, usage, NOVEMBER);

    // 2,000 tokens at 2 dollars a million, 8,000 at 0.20 and 500 at 10.
    assertThat(cost).isEqualTo(new Cost.Known(new BigDecimal("0.0106")));
    // @end
    assertThat(((Cost.Known) cost).basis()).startsWith("prices 2026-11-21: OpenAI pricing");
  }

  @Test
  void tierAndRegionAreFactsOfTheCall() {
    PriceBook book = ModelCatalogue.bundled().prices();
    ModelRef terra = new ModelRef("openai", "gpt-5.6-terra");
    Usage usage = Usage.of(300_000, 1_000);
    // @start region="facts"
    PriceFacts standard = PriceFacts.at(NOVEMBER);
    // Above 272,000 tokens all of the request costs 4 and 18 dollars a million, not 2 and 12.
    assertThat(book.cost(terra, usage, standard))
        .isEqualTo(new Cost.Known(new BigDecimal("1.218")));
    // At the flex tier half of it, kept in Europe a tenth more.
    assertThat(book.cost(terra, usage, standard.tier("flex").region("eu")))
        .isEqualTo(new Cost.Known(new BigDecimal("0.6699")));
    // @end
  }

  @Test
  void theHostsOwnPricesGoFirst() {
    ModelRef fast = new ModelRef("acme", "fast");
    // @start region="own"
    Hours night =
        Hours.of(
            ZoneId.of("Europe/Berlin"),
            List.of(
                new Hours.Span(
                    EnumSet.allOf(DayOfWeek.class), LocalTime.of(22, 0), LocalTime.of(6, 0))),
            new BigDecimal("0.5"),
            BigDecimal.ONE);
    Rates brief = Rates.tokens("2", "8").and(Charge.CACHED_INPUT, "0.5");
    Rates lengthy = Rates.tokens("4", "16").and(Charge.CACHED_INPUT, "1");
    Price agreed =
        Price.newBuilder(fast, RateCard.of(brief).above(100_000, lengthy))
            .from(Instant.parse("2026-10-01T00:00:00Z"))
            .tier("batch", new BigDecimal("0.5"))
            .hours(night)
            .source("contract 17")
            .verified(true)
            .build();
    PriceBook book = ModelCatalogue.bundled().prices().with(PriceBook.of(List.of(agreed)));
    // @end
    assertThat(book.cost(fast, Usage.of(1_000, 100), NOVEMBER))
        .isEqualTo(new Cost.Known(new BigDecimal("0.0028")));
    assertThat(book.cost(fast, Usage.of(1_000, 100), Instant.parse("2026-11-21T22:00:00Z")))
        .isEqualTo(new Cost.Known(new BigDecimal("0.0014")));
  }

  // @start region="document"
  @Test
  void aCatalogueOfTheHostsOwnIsADocument() {
    String json =
        """
        {"version": "acme 3", "as_of": "2026-11-01", "models": [
          {"provider": "acme", "name": "large", "mode": "chat",
           "facts": {"context_tokens": 128000, "tools": true, "json_schema": false,
                     "vision": false, "reasoning": false},
           "prices": [
            {"from": "2026-07-01", "source": "contract 17", "as_of": "2026-06-20", "verified": true,
             "rates": {"input": 1.5, "cached_input": 0.15, "output": 6},
             "above": [{"prompt_tokens": 100000, "rates": {"input": 3, "output": 9}}],
             "tiers": {"batch": {"times": 0.5}}}]}]}
        """;
    ModelCatalogue catalogue = ModelCatalogue.parse("acme.json", json);
    ModelRef large = new ModelRef("acme", "large");

    assertThat(catalogue.prices().cost(large, Usage.of(1_000, 100), NOVEMBER))
        .isEqualTo(new Cost.Known(new BigDecimal("0.0021")));
    assertThat(catalogue.facts(large).orElseThrow().capabilities())
        .containsExactly(Capability.TOOLS);
  }

  // @end

  @Test
  void unknownIsNeverZero() {
    PriceBook book = ModelCatalogue.bundled().prices();
    // @start region="unknown"
    ModelRef mini = new ModelRef("openai", "gpt-4o-mini");
    Usage searched = Usage.newBuilder().inputTokens(1_000).searches(1).build();
    Cost cost = book.cost(mini, searched, NOVEMBER);
    switch (cost) {
      case Cost.Known known -> throw new AssertionError("no fee for a search is in the data");
      case Cost.Unknown unknown -> assertThat(unknown.reason()).contains("no rate for SEARCH");
    }
    // @end
  }

  @Test
  void aQuoteIsForChoosing() {
    PriceBook book = ModelCatalogue.bundled().prices();
    // @start region="quote"
    Quote mini = book.quote(new ModelRef("openai", "gpt-4o-mini"));
    Quote luna = book.quote(new ModelRef("openai", "gpt-6-luna"));
    long now = NOVEMBER.toEpochMilli();
    double cheaper = Math.min(mini.usd(now, 1_000, 0, 200), luna.usd(now, 1_000, 0, 200));
    // @end
    assertThat(cheaper).isCloseTo(0.0002, within(1e-15));
  }
}
