package dev.atom.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.atom.model.ModelRef;
import dev.atom.model.Usage;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PriceBookTest {
  private static final ModelRef MODEL = new ModelRef("openai", "gpt-5.4");
  private static final Instant MAY = Instant.parse("2026-05-01T00:00:00Z");
  private static final Instant JUNE = Instant.parse("2026-06-01T00:00:00Z");
  private static final Rates FULL =
      Rates.tokens("3", "15")
          .and(Charge.CACHED_INPUT, "0.3")
          .and(Charge.CACHE_WRITE, "3.75")
          .and(Charge.LONG_CACHE_WRITE, "6");
  private static final PriceBook BOOK =
      PriceBook.of(
          List.of(
              price(FULL).from(JUNE).source("list of June").build(),
              price(Rates.tokens("2", "10")).from(MAY).build()));

  private static PriceBuilder price(Rates rates) {
    return Price.newBuilder(MODEL, RateCard.of(rates));
  }

  private static PriceBook book(PriceBuilder price) {
    return PriceBook.of(List.of(price.build()));
  }

  private static Cost usd(String amount) {
    return new Cost.Known(new BigDecimal(amount));
  }

  private static String reason(Cost cost) {
    return ((Cost.Unknown) cost).reason();
  }

  @Test
  void costsAreExactToTheLastDigit() {
    Usage usage =
        Usage.newBuilder()
            .inputTokens(1_001)
            .cachedInputTokens(500)
            .cacheWriteTokens(100)
            .outputTokens(7)
            .build();
    // 401 at 3, 500 at 0.3, 100 at 3.75, 7 at 15: 1203 + 150 + 375 + 105 millionths.
    assertThat(BOOK.cost(MODEL, usage, JUNE)).isEqualTo(usd("0.001833"));
    assertThat(BOOK.cost(MODEL, Usage.of(1, 0), JUNE)).hasToString("$0.000003");
    assertThat(BOOK.cost(MODEL, Usage.ZERO, JUNE)).isEqualTo(Cost.ZERO);
  }

  @Test
  void thePriceIsTheLatestThatHasBegun() {
    assertThat(BOOK.price(MODEL, JUNE).orElseThrow().from()).isEqualTo(JUNE);
    assertThat(BOOK.price(MODEL, JUNE.minusNanos(1)).orElseThrow().from()).isEqualTo(MAY);
    assertThat(BOOK.price(MODEL, MAY.minusNanos(1))).isEmpty();
  }

  @Test
  void aPromotionEndsAndWhatHeldBeforeHoldsAgain() {
    PriceBook book =
        PriceBook.of(
            List.of(
                price(Rates.tokens("2", "2")).build(),
                price(Rates.tokens("1", "1")).from(MAY).until(JUNE).build()));
    assertThat(book.cost(MODEL, Usage.of(1_000_000, 0), JUNE.minusNanos(1))).isEqualTo(usd("1"));
    assertThat(book.cost(MODEL, Usage.of(1_000_000, 0), JUNE)).isEqualTo(usd("2"));
  }

  @Test
  void theHostsPriceWinsWhileItHolds() {
    PriceBook own = book(price(Rates.tokens("1", "1")).from(MAY).until(JUNE));
    PriceBook book = BOOK.with(own);
    assertThat(book.cost(MODEL, Usage.of(1_000_000, 0), JUNE.minusNanos(1))).isEqualTo(usd("1"));
    assertThat(book.cost(MODEL, Usage.of(1_000_000, 0), JUNE)).isEqualTo(usd("3"));
    PriceBook older = BOOK.with(book(price(Rates.tokens("1", "1"))));
    assertThat(older.cost(MODEL, Usage.of(1_000_000, 0), JUNE)).isEqualTo(usd("1"));
  }

  @Test
  void aDatedNameAndItsAliasAreTwoModels() {
    ModelRef dated = new ModelRef("openai", "gpt-5.4-2026-03-05");
    assertThat(BOOK.price(dated, JUNE)).isEmpty();
  }

  @Test
  void anUnknownPriceIsUnknownAndNeverZero() {
    Cost before = BOOK.cost(MODEL, Usage.of(1, 1), MAY.minusNanos(1));
    Cost other = BOOK.cost(new ModelRef("openai", "other"), Usage.ZERO, JUNE);
    assertThat(reason(before))
        .isEqualTo("no price of openai/gpt-5.4 holds at 2026-04-30T23:59:59.999999999Z");
    assertThat(other).isInstanceOf(Cost.Unknown.class).isNotEqualTo(Cost.ZERO);
    assertThat(other.plus(usd("1"))).isEqualTo(other);
    assertThat(usd("1").plus(other)).isEqualTo(other);
  }

  @Test
  void whatIsUsedButHasNoRateMakesTheCostUnknown() {
    Usage cached = Usage.newBuilder().inputTokens(9).cachedInputTokens(1).build();
    Usage sound = Usage.newBuilder().inputTokens(9).audioInputTokens(9).build();
    Usage searched = Usage.newBuilder().inputTokens(9).searches(1).build();
    Usage written = Usage.newBuilder().inputTokens(9).cacheWriteTokens(1).build();
    Usage spoken = Usage.newBuilder().characters(5).build();
    Usage heard = Usage.newBuilder().audio(Duration.ofSeconds(5)).build();
    PriceBook plain = PriceBook.of(List.of(Price.of(MODEL, Rates.tokens("3", "15"))));
    for (Usage usage : List.of(cached, sound, searched, written, spoken, heard)) {
      assertThat(reason(plain.cost(MODEL, usage, JUNE))).contains("has no rate for");
    }
  }

  @Test
  void aUsageThatContradictsItselfHasNoKnownCost() {
    List<Usage.Builder> odd =
        List.of(
            Usage.newBuilder().inputTokens(1).cachedInputTokens(2),
            Usage.newBuilder().inputTokens(3).cachedInputTokens(2).cacheWriteTokens(2),
            Usage.newBuilder().inputTokens(3).cacheWriteTokens(1).longCacheWriteTokens(2),
            Usage.newBuilder().outputTokens(1).reasoningTokens(2),
            Usage.newBuilder().outputTokens(1).audioOutputTokens(2),
            Usage.newBuilder().inputTokens(1).audioInputTokens(2));
    for (Usage.Builder usage : odd) {
      assertThat(reason(BOOK.cost(MODEL, usage.build(), JUNE))).contains("more than their whole");
    }
  }

  @Test
  void countsThatCanBeReadInTwoWaysHaveNoKnownCost() {
    Rates all = FULL.and(Charge.AUDIO_INPUT, "9").and(Charge.SECOND, "0.1");
    PriceBook book = PriceBook.of(List.of(Price.of(MODEL, all)));
    Usage sound =
        Usage.newBuilder().inputTokens(9).cachedInputTokens(2).audioInputTokens(3).build();
    Usage both = Usage.newBuilder().inputTokens(9).audio(Duration.ofSeconds(2)).build();
    assertThat(reason(book.cost(MODEL, sound, JUNE)))
        .contains("which of the cached tokens are sound");
    assertThat(reason(book.cost(MODEL, both, JUNE))).contains("one is charged");
  }

  @Test
  void whatIsNotAllThatWasUsedHasNoKnownCost() {
    Usage reported = Usage.newBuilder().reportedUsd(Optional.of(BigDecimal.ONE)).build();
    for (Usage part : List.of(Usage.UNKNOWN, Usage.of(9, 1).atLeast(), reported.atLeast())) {
      assertThat(reason(BOOK.cost(MODEL, part, JUNE))).contains("did not tell all");
    }
  }

  @Test
  void whatTheProviderReportsGoesBeforeThePrice() {
    Usage usage =
        Usage.of(1_000, 10).toBuilder().reportedUsd(Optional.of(new BigDecimal("0.0062"))).build();
    Cost.Known known = (Cost.Known) BOOK.cost(MODEL, usage, JUNE);
    assertThat(known).isEqualTo(usd("0.0062"));
    assertThat(known.basis()).isEqualTo("reported by openai");
    Usage negative = usage.toBuilder().reportedUsd(Optional.of(new BigDecimal("-1"))).build();
    assertThat(reason(BOOK.cost(MODEL, negative, JUNE))).contains("below zero");
  }

  @Test
  void aCostTellsWhatItRestsOn() {
    Price june = price(FULL).from(JUNE).source("list of June").build();
    PriceBook book = PriceBook.of("prices 7", List.of(june));
    Usage guess = Usage.of(10, 1).toBuilder().estimated(true).build();
    Cost.Known known = (Cost.Known) book.cost(MODEL, guess, JUNE);
    assertThat(known.basis()).isEqualTo("prices 7: list of June");
    assertThat(known.estimated()).isTrue();
    assertThat(known).hasToString("about $0.000045");
    Cost.Known sum = (Cost.Known) Cost.ZERO.plus(known).plus(known);
    assertThat(sum.basis()).isEqualTo("prices 7: list of June");
    assertThat(sum.estimated()).isTrue();
    assertThat(((Cost.Known) sum.plus(usd("1"))).basis()).isEmpty();
  }

  @Test
  void aLongPromptRepricesTheWholeRequest() {
    RateCard card =
        RateCard.of(Rates.tokens("1", "4").and(Charge.SEARCH, "0.01"))
            .above(200_000, Rates.tokens("2", "6"))
            .above(400_000, Rates.tokens("5", "7"));
    PriceBook book = PriceBook.of(List.of(Price.newBuilder(MODEL, card).build()));
    assertThat(book.cost(MODEL, Usage.of(200_000, 1_000), JUNE)).isEqualTo(usd("0.204"));
    assertThat(book.cost(MODEL, Usage.of(200_001, 1_000), JUNE)).isEqualTo(usd("0.406002"));
    assertThat(book.cost(MODEL, Usage.of(400_001, 0), JUNE)).isEqualTo(usd("2.000005"));
    // A fee is the same for long prompts; a rate that the step does not tell is not known there.
    Usage.Builder long_ = Usage.newBuilder().inputTokens(200_001);
    assertThat(book.cost(MODEL, long_.searches(1).build(), JUNE)).isEqualTo(usd("0.410002"));
    assertThat(reason(book.cost(MODEL, long_.cachedInputTokens(1).build(), JUNE)))
        .contains("CACHED_INPUT", "prompt of 200001 tokens");
  }

  @Test
  void tiersRegionsAndFeesAreAppliedInOrder() {
    PriceBook book =
        book(
            price(Rates.tokens("2", "8").and(Charge.REQUEST, "0.005").and(Charge.SEARCH, "0.01"))
                .tier("batch", new BigDecimal("0.5"))
                .tier("fast", RateCard.of(Rates.tokens("8", "40")))
                .region("eu", new BigDecimal("1.1")));
    Usage usage = Usage.of(1_000_000, 0).toBuilder().searches(2).build();
    PriceFacts facts = PriceFacts.at(JUNE);
    assertThat(book.cost(MODEL, usage, facts)).isEqualTo(usd("2.025"));
    assertThat(book.cost(MODEL, usage, facts.tier("batch"))).isEqualTo(usd("1.025"));
    assertThat(book.cost(MODEL, usage, facts.tier("fast").region("eu"))).isEqualTo(usd("8.825"));
    assertThat(book.cost(MODEL, usage, facts.requests(3))).isEqualTo(usd("2.035"));
    assertThat(reason(book.cost(MODEL, usage, facts.tier("flex"))))
        .contains("no service tier \"flex\"");
    assertThat(reason(book.cost(MODEL, usage, facts.region("mars"))))
        .contains("no region \"mars\"");
  }

  @Test
  void offPeakHoursHaveTheirFactor() {
    Hours peak =
        Hours.of(
            ZoneOffset.UTC,
            List.of(
                new Hours.Span(
                    EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY),
                    LocalTime.of(1, 0),
                    LocalTime.of(4, 0))),
            BigDecimal.ONE,
            new BigDecimal("0.5"));
    PriceBook book = book(price(Rates.tokens("2", "8")).hours(peak));
    Usage usage = Usage.of(1_000_000, 0);
    assertThat(book.cost(MODEL, usage, Instant.parse("2026-11-20T01:00:00Z"))).isEqualTo(usd("2"));
    assertThat(book.cost(MODEL, usage, Instant.parse("2026-11-20T04:00:00Z"))).isEqualTo(usd("1"));
    assertThat(book.cost(MODEL, usage, Instant.parse("2026-11-21T02:00:00Z"))).isEqualTo(usd("1"));
  }

  @Test
  void anotherCurrencyNeedsARateOfExchange() {
    Currency yuan = Currency.getInstance("CNY");
    PriceBook book = book(price(Rates.tokens("2", "8")).currency(yuan));
    assertThat(reason(book.cost(MODEL, Usage.of(1, 1), JUNE))).contains("in CNY, and no rate");
    assertThat(book.exchange(yuan, new BigDecimal("0.14")).cost(MODEL, Usage.of(500_000, 0), JUNE))
        .isEqualTo(usd("0.14"));
  }

  @Test
  void whatARateLeavesOutMakesTheCostUnknown() {
    PriceBook book = book(price(FULL).unpriced("a fee by the size of the search"));
    assertThat(reason(book.cost(MODEL, Usage.of(1, 1), JUNE)))
        .contains("leaves out: a fee by the size");
  }

  @Test
  void soundAndSpeechArePricedByTheirMeasure() {
    PriceBook book =
        book(
            price(
                Rates.tokens("2", "8")
                    .and(Charge.SECOND, "0.0001")
                    .and(Charge.CHARACTER, "0.000015")
                    .and(Charge.AUDIO_INPUT, "32")
                    .and(Charge.AUDIO_OUTPUT, "64")));
    Usage heard = Usage.newBuilder().audio(Duration.ofMillis(2_500)).build();
    Usage spoken = Usage.newBuilder().characters(1_000).build();
    Usage talked =
        Usage.newBuilder()
            .inputTokens(1_000)
            .audioInputTokens(900)
            .outputTokens(500)
            .audioOutputTokens(400)
            .build();
    assertThat(book.cost(MODEL, heard, JUNE)).isEqualTo(usd("0.00025"));
    assertThat(book.cost(MODEL, spoken, JUNE)).isEqualTo(usd("0.015"));
    // 100 at 2, 900 at 32, 100 at 8, 400 at 64: 200 + 28800 + 800 + 25600 millionths.
    assertThat(book.cost(MODEL, talked, JUNE)).isEqualTo(usd("0.0554"));
  }

  @Test
  void reasoningIsOutputAndNotPaidTwice() {
    Usage thought = Usage.newBuilder().outputTokens(100).reasoningTokens(90).build();
    assertThat(BOOK.cost(MODEL, thought, JUNE)).isEqualTo(usd("0.0015"));
  }

  @Test
  void cacheWritesOfShortAndLongLifeHaveTheirOwnRates() {
    Usage usage =
        Usage.newBuilder().inputTokens(100).cacheWriteTokens(100).longCacheWriteTokens(40).build();
    // 60 at 3.75 and 40 at 6: 225 + 240 millionths.
    assertThat(BOOK.cost(MODEL, usage, JUNE)).isEqualTo(usd("0.000465"));
  }

  @Test
  void aPriceThatMakesNoSenseIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Rates.tokens("1", "1").and(Charge.CACHED_INPUT, "-1"))
        .withMessageContaining("CACHED_INPUT is -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> price(FULL).from(JUNE).until(JUNE).build());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PriceBook.of(List.of(price(FULL).build(), price(FULL).build())))
        .withMessageContaining("two prices of openai/gpt-5.4");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RateCard.of(FULL).above(5, FULL).above(5, FULL));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BOOK.exchange(Currency.getInstance("USD"), BigDecimal.ONE));
  }

  @Property
  void theCostOfASumIsTheSumOfTheCosts(
      @ForAll @IntRange(max = 1_000_000) int input, @ForAll @IntRange(max = 1_000_000) int output) {
    Usage one = Usage.of(input, output);
    Cost once = BOOK.cost(MODEL, one, JUNE);
    assertThat(BOOK.cost(MODEL, one.plus(one), JUNE))
        .isEqualTo(once.plus(once))
        .hasSameHashCodeAs(once.plus(once));
  }
}
