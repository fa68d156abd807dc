package dev.atom.router.whatif;

import dev.atom.ledger.UsageRecord;
import dev.atom.model.ModelRef;
import dev.atom.model.Usage;
import dev.atom.usage.Charge;
import dev.atom.usage.Price;
import dev.atom.usage.PriceFacts;
import dev.atom.usage.Rates;
import java.util.Optional;

/**
 * What becomes of tokens that a provider's prompt cache had, where a replay chose another model. The
 * model that was asked keeps its usage as it is. At another one all counts stay, and what the
 * provider reported as its cost is dropped.
 */
public enum CachedInput implements ReplayedUsage {
  /** No cache at another model: all input is plain, which is the most it can cost. */
  PLAIN,

  /**
   * Another model has as much in its cache, and as much is written to it, where its price has a rate
   * for that; else these tokens are plain input. A route that changes models within a conversation
   * would have less.
   */
  KEPT;

  @Override
  public Usage of(UsageRecord answered, ModelRef chosen, Optional<Price> price) {
    Usage usage = answered.usage();
    if (chosen.equals(answered.asked())) {
      return usage;
    }
    Usage.Builder other = usage.toBuilder().reportedUsd(Optional.empty());
    if (this == PLAIN || !priced(price, usage, Charge.CACHED_INPUT)) {
      other.cachedInputTokens(0);
    }
    if (this == PLAIN || !priced(price, usage, Charge.CACHE_WRITE)) {
      other.cacheWriteTokens(0).longCacheWriteTokens(0);
    } else if (!priced(price, usage, Charge.LONG_CACHE_WRITE)) {
      other.longCacheWriteTokens(0);
    }
    return other.build();
  }

  private static boolean priced(Optional<Price> price, Usage usage, Charge charge) {
    return price
        .flatMap(one -> one.card(PriceFacts.STANDARD))
        .map(card -> card.rates(usage.inputTokens()))
        .flatMap((Rates rates) -> rates.rate(charge))
        .isPresent();
  }
}
