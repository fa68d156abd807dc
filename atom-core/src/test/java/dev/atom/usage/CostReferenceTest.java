package dev.atom.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.model.Usage;
import dev.atom.usage.GeneratedPrices.Plan;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CostReferenceTest {
  private static final int CALLS = 10_000;
  private static final List<String> TIERS =
      List.of("standard", "standard", "standard", "batch", "flex", "fast", "none");

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);
  private final GeneratedPrices prices = new GeneratedPrices(random);

  @Test
  void costEqualsTheReferenceOnGeneratedCalls() {
    int known = 0;
    for (int call = 0; call < CALLS; call++) {
      List<Plan> plans = prices.plans();
      Usage usage = usage();
      PriceFacts facts = facts();
      Cost cost = GeneratedPrices.book(plans).cost(GeneratedPrices.MODEL, usage, facts);
      Optional<BigDecimal> expected = CostReference.usd(plans, usage, facts);
      String about = "seed %d, call %d: %s, %s, %s".formatted(seed, call, usage, facts, plans);
      if (expected.isPresent()) {
        known++;
        assertThat(cost).as(about).isEqualTo(new Cost.Known(expected.get()));
        assertThat(((Cost.Known) cost).estimated()).isEqualTo(usage.estimated());
      } else {
        assertThat(cost).as(about).isInstanceOf(Cost.Unknown.class);
      }
    }
    assertThat(known).as("seed %d", seed).isBetween(CALLS / 4, CALLS * 3 / 4);
  }

  @Test
  void quoteSaysWhatTheCostIs() {
    int known = 0;
    for (int call = 0; call < CALLS; call++) {
      List<Plan> plans = prices.plans();
      PriceBook book = GeneratedPrices.book(plans);
      long input = tokens();
      long cached = random.nextBoolean() ? 0 : (long) (input * random.nextDouble());
      Usage usage = Usage.of(input, tokens()).toBuilder().cachedInputTokens(cached).build();
      Instant at = prices.instant();
      String tier = TIERS.get(random.nextInt(TIERS.size()));
      Optional<String> region = prices.oneIn(4) ? Optional.of("eu") : Optional.empty();
      double quoted =
          book.quote(GeneratedPrices.MODEL, tier, region)
              .usd(at.toEpochMilli(), input, cached, usage.outputTokens());
      PriceFacts facts = new PriceFacts(at, tier, region, 1);
      Cost cost = book.cost(GeneratedPrices.MODEL, usage, facts);
      String about = "seed %d, call %d: %s, %s, %s".formatted(seed, call, usage, facts, plans);
      if (cost instanceof Cost.Known exact) {
        known++;
        double usd = exact.usd().doubleValue();
        assertThat(Math.abs(quoted - usd)).as(about).isLessThanOrEqualTo(1e-9 * usd);
      } else {
        assertThat(quoted).as(about).isNaN();
      }
    }
    assertThat(known).as("seed %d", seed).isGreaterThan(CALLS / 4);
  }

  @Test
  void quoteOfWhatCannotBeIsNoNumber() {
    PriceBook book = PriceBook.of(List.of(Price.of(GeneratedPrices.MODEL, Rates.tokens("1", "2"))));
    Quote quote = book.quote(GeneratedPrices.MODEL);
    assertThat(quote.usd(0, 1_000_000, 0, 1_000_000)).isEqualTo(3.0);
    assertThat(quote.usd(Long.MIN_VALUE, 1_000_000, 0, 0)).isEqualTo(1.0);
    assertThat(quote.usd(0, 1, 2, 0)).isNaN();
    assertThat(quote.usd(0, 1, -1, 0)).isNaN();
    assertThat(quote.usd(0, 1, 0, -1)).isNaN();
    assertThat(PriceBook.of(List.of()).quote(GeneratedPrices.MODEL).usd(0, 0, 0, 0)).isNaN();
  }

  @Test
  void quoteAllocatesNothing() {
    Quote[] quotes = new Quote[50];
    for (int i = 0; i < quotes.length; i++) {
      quotes[i] = GeneratedPrices.book(prices.plans()).quote(GeneratedPrices.MODEL);
    }
    long begin = GeneratedPrices.BEGIN * 1_000;
    estimate(quotes, begin);
    long before = allocated();
    double sum = estimate(quotes, begin);
    long after = allocated();
    // The measuring itself takes some bytes; an object for each of the 100,000 would be megabytes.
    assertThat(after - before).as("seed %d, sum %s", seed, sum).isLessThan(10_000);
  }

  private static double estimate(Quote[] quotes, long begin) {
    double sum = 0;
    for (int i = 0; i < 100_000; i++) {
      double usd = quotes[i % quotes.length].usd(begin + i * 500_000L, i * 5L, i, 100);
      sum += Double.isNaN(usd) ? 0 : usd;
    }
    return sum;
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }

  private PriceFacts facts() {
    String tier = TIERS.get(random.nextInt(TIERS.size()));
    Optional<String> region =
        prices.oneIn(5) ? Optional.of(prices.oneIn(5) ? "mars" : "eu") : Optional.empty();
    return new PriceFacts(prices.instant(), tier, region, random.nextInt(4));
  }

  private Usage usage() {
    if (prices.oneIn(40)) {
      return Usage.of(9, 1).atLeast();
    }
    Usage.Builder usage = Usage.newBuilder().estimated(prices.oneIn(5));
    if (prices.oneIn(5)) {
      return usage
          .audio(Duration.ofMillis(random.nextInt(1_000_000)))
          .characters(prices.oneIn(2) ? random.nextInt(5_000) : 0)
          .build();
    }
    long input = tokens();
    long output = tokens();
    usage.inputTokens(input).outputTokens(output).reasoningTokens(part(output));
    usage.searches(prices.oneIn(4) ? random.nextInt(5) : 0);
    if (prices.oneIn(3)) {
      usage.audioInputTokens(part(input)).audioOutputTokens(part(output));
    } else if (prices.oneIn(2)) {
      long written = part(input);
      usage.cachedInputTokens(part(input - written)).cacheWriteTokens(written);
      usage.longCacheWriteTokens(part(written));
    }
    if (prices.oneIn(30)) {
      usage.reportedUsd(Optional.of(BigDecimal.valueOf(random.nextInt(1_000_000), 5)));
    }
    return usage.build();
  }

  private long tokens() {
    return random.nextInt(prices.oneIn(2) ? 2_000 : 400_000);
  }

  /** Mostly a part, now and then more than the whole. */
  private long part(long whole) {
    if (prices.oneIn(60)) {
      return whole + 1;
    }
    return prices.oneIn(2) ? 0 : (long) (whole * random.nextDouble());
  }
}
