package dev.atom.usage;

import dev.atom.model.Usage;
import dev.atom.usage.GeneratedPrices.Card;
import dev.atom.usage.GeneratedPrices.Plan;
import dev.atom.usage.GeneratedPrices.Window;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a call costs, worked out slowly in whole numbers from the rules in prose, and with nothing of
 * the code under test but its plain values.
 */
final class CostReference {
  private static final int DIGITS = 32;

  private CostReference() {}

  /** Empty if nobody can know. */
  static Optional<BigDecimal> usd(List<Plan> plans, Usage usage, PriceFacts facts) {
    // Not all told: nobody knows.
    if (!usage.known()) {
      return Optional.empty();
    }
    // What the provider reports wins.
    if (usage.reportedUsd().isPresent()) {
      return usage.reportedUsd();
    }
    // Of the prices that hold the host's wins, else the latest begun.
    Optional<Plan> plan =
        latest(plans, facts.at(), true).or(() -> latest(plans, facts.at(), false));
    if (plan.isEmpty() || plan.get().unpriced() || odd(usage)) {
      return Optional.empty();
    }
    return usd(plan.get(), usage, facts);
  }

  private static Optional<Plan> latest(List<Plan> plans, Instant at, boolean host) {
    Plan best = null;
    for (Plan plan : plans) {
      boolean begun = plan.from().compareTo(at) <= 0;
      boolean ended = plan.until().isPresent() && plan.until().get().compareTo(at) <= 0;
      if (plan.host() == host && begun && !ended) {
        if (best == null || plan.from().compareTo(best.from()) > 0) {
          best = plan;
        }
      }
    }
    return Optional.ofNullable(best);
  }

  /** Parts greater than their whole, cached sound, or sound measured twice. */
  private static boolean odd(Usage usage) {
    long cache = usage.cachedInputTokens() + usage.cacheWriteTokens();
    return cache > usage.inputTokens()
        || usage.audioInputTokens() > usage.inputTokens()
        || usage.longCacheWriteTokens() > usage.cacheWriteTokens()
        || usage.reasoningTokens() > usage.outputTokens()
        || usage.audioOutputTokens() > usage.outputTokens()
        || (cache > 0 && usage.audioInputTokens() > 0)
        || (!usage.audio().equals(Duration.ZERO) && usage.totalTokens() > 0);
  }

  private static Optional<BigDecimal> usd(Plan plan, Usage usage, PriceFacts facts) {
    // The tier is the standard one, one with a card of its own, or a part of the standard one.
    int tierFactor = 100;
    Card card = plan.cards().get(facts.tier());
    if (card == null && plan.factors().containsKey(facts.tier())) {
      card = plan.cards().get("standard");
      tierFactor = plan.factors().get(facts.tier());
    }
    int regionFactor = 100;
    if (facts.region().isPresent()) {
      if (!plan.regions().containsKey(facts.region().get())) {
        return Optional.empty();
      }
      regionFactor = plan.regions().get(facts.region().get());
    }
    int hourFactor = plan.window().map(w -> hourFactor(w, facts.at())).orElse(100);
    if (card == null || plan.currency().equals("EUR")) {
      return Optional.empty();
    }
    int exchange = plan.currency().equals("CNY") ? GeneratedPrices.YUAN : 10_000;

    // Above a length the whole request costs other rates; fees are always the standard base's.
    long reached = 0;
    for (long length : card.byLength().keySet()) {
      if (usage.inputTokens() > length && length > reached) {
        reached = length;
      }
    }
    Map<Charge, Integer> rates = card.byLength().get(reached);
    Map<Charge, Integer> fees = plan.cards().get("standard").byLength().get(0L);

    // In units of 10^-24 dollars, before three factors of hundredths and one of ten-thousandths.
    BigInteger sum = BigInteger.ZERO;
    for (Map.Entry<Charge, BigInteger> used : used(usage).entrySet()) {
      if (used.getValue().signum() == 0) {
        continue;
      }
      Integer rate = rates.get(used.getKey());
      if (rate == null) {
        return Optional.empty();
      }
      sum = sum.add(used.getValue().multiply(BigInteger.valueOf(rate)));
    }
    sum = times(sum, tierFactor, hourFactor, regionFactor);
    if (usage.searches() > 0) {
      if (!fees.containsKey(Charge.SEARCH)) {
        return Optional.empty();
      }
      sum = sum.add(fee(usage.searches(), fees.get(Charge.SEARCH)));
    }
    sum = sum.add(fee(facts.requests(), fees.getOrDefault(Charge.REQUEST, 0)));
    return Optional.of(new BigDecimal(times(sum, exchange), DIGITS + 2));
  }

  private static BigInteger fee(long count, int millionths) {
    return times(
        BigInteger.TEN.pow(18).multiply(BigInteger.valueOf(count)), millionths, 100, 100, 100);
  }

  private static BigInteger times(BigInteger value, int... factors) {
    BigInteger product = value;
    for (int factor : factors) {
      product = product.multiply(BigInteger.valueOf(factor));
    }
    return product;
  }

  /** How much of each charge; a token's rate is billionths, all others' are millionths. */
  private static Map<Charge, BigInteger> used(Usage usage) {
    long fresh = usage.inputTokens();
    fresh -= usage.cachedInputTokens();
    fresh -= usage.cacheWriteTokens();
    fresh -= usage.audioInputTokens();
    Map<Charge, BigInteger> used = new HashMap<>();
    used.put(Charge.INPUT, tokens(fresh));
    used.put(Charge.CACHED_INPUT, tokens(usage.cachedInputTokens()));
    used.put(Charge.CACHE_WRITE, tokens(usage.cacheWriteTokens() - usage.longCacheWriteTokens()));
    used.put(Charge.LONG_CACHE_WRITE, tokens(usage.longCacheWriteTokens()));
    used.put(Charge.OUTPUT, tokens(usage.outputTokens() - usage.audioOutputTokens()));
    used.put(Charge.AUDIO_INPUT, tokens(usage.audioInputTokens()));
    used.put(Charge.AUDIO_OUTPUT, tokens(usage.audioOutputTokens()));
    BigInteger pieces = BigInteger.TEN.pow(18);
    used.put(Charge.CHARACTER, pieces.multiply(BigInteger.valueOf(usage.characters())));
    BigInteger nanos = BigInteger.valueOf(usage.audio().toNanos());
    used.put(Charge.SECOND, BigInteger.TEN.pow(9).multiply(nanos));
    return used;
  }

  private static BigInteger tokens(long count) {
    return BigInteger.TEN.pow(15).multiply(BigInteger.valueOf(count));
  }

  /** Looks at the wall clock of the zone, today's spans and yesterday's that go over midnight. */
  private static int hourFactor(Window window, Instant at) {
    ZonedDateTime local = at.atZone(ZoneId.of(window.zone()));
    LocalTime time = local.toLocalTime();
    for (Hours.Span span : window.spans()) {
      boolean overMidnight = !span.to().isAfter(span.from());
      boolean begun = !time.isBefore(span.from());
      boolean before = time.isBefore(span.to());
      boolean today = span.days().contains(local.getDayOfWeek());
      boolean yesterday = span.days().contains(local.getDayOfWeek().minus(1));
      if (overMidnight ? (today && begun) || (yesterday && before) : today && begun && before) {
        return window.inside();
      }
    }
    return window.outside();
  }
}
