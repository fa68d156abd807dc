package dev.atom.router.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.model.Capability;
import dev.atom.model.ModelRef;
import dev.atom.model.Usage;
import dev.atom.usage.Cost;
import dev.atom.usage.Price;
import dev.atom.usage.PriceFacts;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The rules that the flat list prices lack, each by a cost that was worked out by hand. */
class BundledPricesTest {
  private static final ModelCatalogue CATALOGUE = ModelCatalogue.bundled();
  private static final PriceFacts NOW = PriceFacts.at(Instant.parse("2026-11-21T12:00:00Z"));
  private static final Usage MILLION = Usage.of(1_000_000, 0);

  private static Cost cost(String provider, String model, Usage usage, PriceFacts facts) {
    return CATALOGUE.prices().cost(new ModelRef(provider, model), usage, facts);
  }

  private static PriceFacts at(String instant) {
    return PriceFacts.at(Instant.parse(instant));
  }

  private static Cost usd(String amount) {
    return new Cost.Known(new BigDecimal(amount));
  }

  @Test
  void everyPriceHasASourceAndNoneIsVerified() {
    assertThat(CATALOGUE.version()).isEqualTo("2026-11-21");
    assertThat(CATALOGUE.models()).hasSize(333);
    for (ModelRef model : CATALOGUE.models()) {
      Instant seen = Instant.parse("2026-08-01T00:00:00Z");
      Price price =
          CATALOGUE
              .prices()
              .price(model, NOW.at())
              .or(() -> CATALOGUE.prices().price(model, seen))
              .orElseThrow();
      assertThat(price.verified()).isFalse();
      assertThat(price.source()).contains(", as of 2026-");
    }
  }

  @Test
  void openAiRepricesAllOfAPromptAbove272Thousand() {
    // 2 and 10 for a million; above 272,000 tokens sent 4 and 15.
    assertThat(cost("openai", "gpt-6-sol", Usage.of(272_000, 1_000), NOW)).isEqualTo(usd("0.554"));
    assertThat(cost("openai", "gpt-6-sol", Usage.of(272_001, 1_000), NOW))
        .isEqualTo(usd("1.103004"));
    assertThat(cost("openai", "gpt-5.4", Usage.of(300_000, 0), NOW)).isEqualTo(usd("1.5"));
  }

  @Test
  void openAiTiersHaveTheirFactors() {
    Usage usage = Usage.of(100_000, 0);
    assertThat(cost("openai", "gpt-6-astra", usage, NOW)).isEqualTo(usd("1"));
    assertThat(cost("openai", "gpt-6-astra", usage, NOW.tier("batch"))).isEqualTo(usd("0.5"));
    assertThat(cost("openai", "gpt-6-astra", usage, NOW.tier("flex"))).isEqualTo(usd("0.5"));
    assertThat(cost("openai", "gpt-6-astra", usage, NOW.tier("priority"))).isEqualTo(usd("2"));
    assertThat(cost("openai", "gpt-6-astra", usage, NOW.tier("fast"))).isEqualTo(usd("2"));
    assertThat(cost("openai", "gpt-4o", usage, NOW.tier("priority"))).isEqualTo(usd("0.425"));
  }

  @Test
  void openAiCacheWritesOfTwoLivesAreTwoRates() {
    Usage usage =
        Usage.newBuilder()
            .inputTokens(100_000)
            .cacheWriteTokens(100_000)
            .longCacheWriteTokens(50_000)
            .build();
    // 50,000 at 1.25 and 50,000 at 2.50.
    assertThat(cost("openai", "gpt-6.1-terra", usage, NOW)).isEqualTo(usd("0.1875"));
  }

  @Test
  void thePriceCutOfSeptemberHoldsFromThenOn() {
    Usage usage = Usage.of(100_000, 0);
    assertThat(cost("openai", "gpt-5.6", usage, at("2026-08-31T23:59:59Z"))).isEqualTo(usd("0.5"));
    assertThat(cost("openai", "gpt-5.6", usage, at("2026-09-01T00:00:00Z"))).isEqualTo(usd("0.4"));
  }

  @Test
  void geminiProRepricesAllOfAPromptAbove200Thousand() {
    assertThat(cost("gemini", "gemini-3.1-pro-preview", Usage.of(200_000, 1_000), NOW))
        .isEqualTo(usd("0.412"));
    assertThat(cost("gemini", "gemini-3.1-pro-preview", Usage.of(200_001, 1_000), NOW))
        .isEqualTo(usd("0.818004"));
    assertThat(cost("gemini", "gemini-2.5-pro", MILLION, NOW)).isEqualTo(usd("2.5"));
  }

  @Test
  void geminiFlashIsAPromotionUntilNewYear() {
    for (String model : new String[] {"gemini-3.6-flash", "gemini-3.7-flash", "gemini-3.8-flash"}) {
      assertThat(cost("gemini", model, MILLION, at("2026-12-31T23:59:59Z"))).isEqualTo(usd("0.75"));
      assertThat(cost("gemini", model, MILLION, at("2027-01-01T00:00:00Z"))).isEqualTo(usd("1.5"));
      assertThat(cost("gemini", model, MILLION, NOW.tier("batch"))).isEqualTo(usd("0.375"));
    }
  }

  @Test
  void haikuRepricesAllOfAPromptAbove100ThousandWithItsCache() {
    Usage brief = Usage.newBuilder().inputTokens(100_000).cachedInputTokens(90_000).build();
    Usage lengthy = Usage.newBuilder().inputTokens(110_000).cachedInputTokens(90_000).build();
    // 10,000 at 0.10 and 90,000 at 0.01; 20,000 at 0.50 and 90,000 at 0.05.
    assertThat(cost("anthropic", "claude-haiku-5-5", brief, NOW)).isEqualTo(usd("0.0019"));
    assertThat(cost("anthropic", "claude-haiku-5-5", lengthy, NOW)).isEqualTo(usd("0.0145"));
  }

  @Test
  void anthropicWritesForAnHourAtTwiceTheInput() {
    Usage hour =
        Usage.newBuilder()
            .inputTokens(100_000)
            .cacheWriteTokens(100_000)
            .longCacheWriteTokens(100_000)
            .build();
    assertThat(cost("anthropic", "claude-opus-5-5", hour, NOW)).isEqualTo(usd("0.8"));
    assertThat(cost("anthropic", "claude-sonnet-5-5", hour, NOW)).isEqualTo(usd("0.4"));
    assertThat(cost("anthropic", "claude-fable-5-1", hour, NOW)).isEqualTo(usd("2"));
    assertThat(cost("anthropic", "claude-haiku-5-5", hour, NOW)).isEqualTo(usd("0.02"));
  }

  @Test
  void anthropicFastModeAndCacheReadsChangeAsNoted() {
    assertThat(cost("anthropic", "claude-opus-5-5", MILLION, NOW.tier("fast"))).isEqualTo(usd("8"));
    Usage cached = Usage.newBuilder().inputTokens(1_000_000).cachedInputTokens(1_000_000).build();
    assertThat(cost("anthropic", "claude-sonnet-5-5", cached, at("2026-10-06T00:00:00Z")))
        .isEqualTo(usd("0.2"));
    assertThat(cost("anthropic", "claude-sonnet-5-5", cached, NOW)).isEqualTo(usd("0.1"));
    assertThat(cost("anthropic", "claude-sonnet-5", MILLION, NOW)).isEqualTo(usd("2"));
    assertThat(cost("anthropic", "claude-sonnet-5", MILLION, NOW.region("us")))
        .isEqualTo(usd("2.2"));
  }

  @Test
  void deepSeekIsHalfPriceOffPeak() {
    // Friday the 20th of November: peak from 1 to 4 and from 6 to 10.
    assertThat(cost("deepseek", "deepseek-flash", MILLION, at("2026-11-20T00:59:59Z")))
        .isEqualTo(usd("0.15"));
    assertThat(cost("deepseek", "deepseek-flash", MILLION, at("2026-11-20T01:00:00Z")))
        .isEqualTo(usd("0.3"));
    assertThat(cost("deepseek", "deepseek-flash", MILLION, at("2026-11-20T04:00:00Z")))
        .isEqualTo(usd("0.15"));
    assertThat(cost("deepseek", "deepseek-v4-pro", MILLION, at("2026-11-20T09:59:59Z")))
        .isEqualTo(usd("1.32"));
    assertThat(cost("deepseek", "deepseek-v4-pro", MILLION, at("2026-11-21T09:59:59Z")))
        .isEqualTo(usd("0.66"));
  }

  @Test
  void aRetiredNameHasNoPriceAfterItsEnd() {
    assertThat(cost("deepseek", "deepseek-chat", MILLION, at("2026-09-30T00:00:00Z")))
        .isEqualTo(usd("0.28"));
    assertThat(cost("deepseek", "deepseek-chat", MILLION, NOW)).isInstanceOf(Cost.Unknown.class);
  }

  @Test
  void perplexityChargesForItsSearches() {
    Usage usage = Usage.of(1_000, 100).toBuilder().searches(2).build();
    // 1,000 at 0.25, 100 at 2.50, two searches at half a cent.
    assertThat(cost("perplexity", "perplexity/sonar", usage, NOW)).isEqualTo(usd("0.0105"));
    assertThat(cost("perplexity", "sonar", Usage.of(1_000, 100), NOW))
        .isInstanceOf(Cost.Unknown.class);
  }

  @Test
  void soundIsPricedByTheSecondOrByItsTokens() {
    Usage minute = Usage.newBuilder().audio(Duration.ofMinutes(1)).build();
    assertThat(cost("deepgram", "flux-general-multi", minute, NOW)).isEqualTo(usd("0.0078"));
    assertThat(cost("groq", "whisper-large-v3-turbo", minute, NOW)).isEqualTo(usd("0.0006666"));
    Usage talk =
        Usage.newBuilder()
            .inputTokens(1_000)
            .audioInputTokens(1_000)
            .outputTokens(500)
            .audioOutputTokens(400)
            .build();
    // 1,000 at 32, 100 at 10, 400 at 64.
    assertThat(cost("openai", "gpt-audio", talk, NOW)).isEqualTo(usd("0.0586"));
    Usage text = Usage.newBuilder().characters(1_000).build();
    assertThat(cost("openai", "tts-1-hd", text, NOW)).isEqualTo(usd("0.03"));
  }

  @Test
  void factsAreFoundBesideThePrices() {
    ModelFacts sol = CATALOGUE.facts(new ModelRef("openai", "gpt-6.1-sol")).orElseThrow();
    assertThat(sol.contextTokens()).hasValue(1_050_000);
    assertThat(sol.maxOutputTokens()).hasValue(128_000);
    assertThat(sol.responsesOnly()).isTrue();
    assertThat(sol.capabilities())
        .containsExactlyInAnyOrder(
            Capability.TOOLS,
            Capability.STRUCTURED_OUTPUT,
            Capability.IMAGE_INPUT,
            Capability.REASONING);
    assertThat(CATALOGUE.facts(new ModelRef("openai", "gpt-7"))).isEmpty();
  }
}
