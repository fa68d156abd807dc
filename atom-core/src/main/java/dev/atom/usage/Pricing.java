package dev.atom.usage;

import dev.atom.model.Usage;
import java.math.BigDecimal;
import java.util.Optional;

/** One price applied to usages; see {@link Price} for the order of its steps. */
final class Pricing {
  private final Price price;
  private final String basis;
  private final Optional<BigDecimal> usdPer;

  Pricing(PriceBook.Listed listed, Optional<BigDecimal> usdPer) {
    this.price = listed.price();
    this.basis = listed.basis();
    this.usdPer = usdPer;
  }

  Cost cost(Usage usage, PriceFacts facts) {
    Optional<String> obstacle = contradiction(usage).or(() -> unclear(usage)).or(() -> gap(facts));
    if (obstacle.isPresent()) {
      return new Cost.Unknown(obstacle.get());
    }
    Rates base = standard().base();
    Rates rates = price.card(facts.tier()).orElseThrow().rates(usage.inputTokens());
    BigDecimal work = BigDecimal.ZERO;
    BigDecimal fees = BigDecimal.ZERO;
    for (Charge charge : Charge.values()) {
      BigDecimal amount = charge.amount(usage, facts.requests());
      Optional<BigDecimal> rate = (charge.fee() ? base : rates).rate(charge);
      if (amount.signum() == 0 || (charge == Charge.REQUEST && rate.isEmpty())) {
        continue;
      }
      if (rate.isEmpty()) {
        return new Cost.Unknown(missing(charge, usage, facts));
      }
      BigDecimal part = charge.price(amount, rate.get());
      work = charge.fee() ? work : work.add(part);
      fees = charge.fee() ? fees.add(part) : fees;
    }
    BigDecimal sum = work.multiply(factor(facts)).add(fees).multiply(usdPer.orElseThrow());
    return new Cost.Known(sum.stripTrailingZeros(), usage.estimated(), basis);
  }

  private RateCard standard() {
    return price.card(PriceFacts.STANDARD).orElseThrow();
  }

  private BigDecimal factor(PriceFacts facts) {
    BigDecimal hours = price.hours().map(h -> h.factor(facts.at())).orElse(BigDecimal.ONE);
    return facts.region().flatMap(price::region).map(hours::multiply).orElse(hours);
  }

  private String missing(Charge charge, Usage usage, PriceFacts facts) {
    return "the price of %s has no rate for %s, of which there is some (tier %s, prompt of %d tokens)"
        .formatted(price.model(), charge, facts.tier(), usage.inputTokens());
  }

  /** What is part of another count can't be more than that. */
  private Optional<String> contradiction(Usage usage) {
    boolean input =
        exceeds(usage.inputTokens(), usage.cachedInputTokens(), usage.cacheWriteTokens())
            || usage.audioInputTokens() > usage.inputTokens();
    boolean output =
        Math.max(usage.reasoningTokens(), usage.audioOutputTokens()) > usage.outputTokens();
    boolean written = usage.longCacheWriteTokens() > usage.cacheWriteTokens();
    return input || output || written
        ? Optional.of(price.model() + " told parts that are more than their whole: " + usage)
        : Optional.empty();
  }

  private static boolean exceeds(long whole, long one, long other) {
    return one > whole || other > whole - one;
  }

  /** Counts that can be read in two ways, with two costs. */
  private Optional<String> unclear(Usage usage) {
    boolean cached = usage.cachedInputTokens() > 0 || usage.cacheWriteTokens() > 0;
    if (cached && usage.audioInputTokens() > 0) {
      return Optional.of(price.model() + " did not tell which of the cached tokens are sound");
    }
    boolean tokens = usage.inputTokens() > 0 || usage.outputTokens() > 0;
    if (!usage.audio().isZero() && tokens) {
      return Optional.of(price.model() + " told tokens and the length of sound; one is charged");
    }
    return Optional.empty();
  }

  /** What the price lacks, whatever was used. */
  private Optional<String> gap(PriceFacts facts) {
    if (price.unpriced().isPresent()) {
      return price.unpriced().map(what -> "the price of " + price.model() + " leaves out: " + what);
    }
    if (price.card(facts.tier()).isEmpty()) {
      return Optional.of(
          "the price of %s knows no service tier \"%s\", only %s"
              .formatted(price.model(), facts.tier(), price.cards().keySet()));
    }
    if (facts.region().isPresent() && price.region(facts.region().get()).isEmpty()) {
      return Optional.of(
          "the price of %s knows no region \"%s\"".formatted(price.model(), facts.region().get()));
    }
    if (usdPer.isEmpty()) {
      return Optional.of(
          "the price of %s is in %s, and no rate of exchange to USD was given"
              .formatted(price.model(), price.currency()));
    }
    return Optional.empty();
  }
}
