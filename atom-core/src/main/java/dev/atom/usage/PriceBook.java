package dev.atom.usage;

import dev.atom.model.ModelRef;
import dev.atom.model.Usage;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Prices of models over time. Immutable and thread-safe. */
public final class PriceBook {
  private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

  private final List<Price> prices;

  private PriceBook(List<Price> prices) {
    this.prices = List.copyOf(prices);
  }

  /**
   * Returns a book of prices.
   *
   * @param prices in any order; of one model's prices the latest that has begun holds
   * @return the book
   */
  public static PriceBook of(List<Price> prices) {
    return new PriceBook(prices);
  }

  /**
   * Finds the price that holds.
   *
   * @param model which model
   * @param at when
   * @return empty if none is known
   */
  public Optional<Price> price(ModelRef model, Instant at) {
    return prices.stream()
        .filter(price -> price.model().equals(model) && !price.from().isAfter(at))
        .max(Comparator.comparing(Price::from));
  }

  /**
   * Works out what a call costs.
   *
   * @param model the model that was called
   * @param usage its tokens
   * @param at when it was called
   * @return the exact amount; unknown if no price is known, or if the usage is not
   *     {@linkplain Usage#known() known} or contradicts itself
   */
  public Cost cost(ModelRef model, Usage usage, Instant at) {
    Optional<Price> price = price(model, at);
    if (price.isEmpty()) {
      return new Cost.Unknown("no price of " + model);
    }
    if (!usage.known()) {
      return new Cost.Unknown(model + " did not tell all that it used");
    }
    Price.PerMillion rate = price.get().perMillion();
    long plain = usage.inputTokens() - usage.cachedInputTokens() - usage.cacheWriteTokens();
    if (plain < 0) {
      return new Cost.Unknown("more tokens cached than sent to " + model);
    }
    BigDecimal sum =
        times(rate.input(), plain)
            .add(times(rate.cachedInput().orElse(rate.input()), usage.cachedInputTokens()))
            .add(times(rate.cacheWrite().orElse(rate.input()), usage.cacheWriteTokens()))
            .add(times(rate.output(), usage.outputTokens()));
    return new Cost.Known(sum.divide(MILLION).stripTrailingZeros());
  }

  /**
   * Returns a model's price for choosing among models.
   *
   * @param model which model
   * @return its quote, unknown at every instant without a price
   */
  public Quote quote(ModelRef model) {
    return (millis, input, cached, output) ->
        price(model, Instant.ofEpochMilli(millis))
            .map(Price::perMillion)
            .map(
                rate ->
                    ((input - cached) * rate.input().doubleValue()
                            + cached * rate.cachedInput().orElse(rate.input()).doubleValue()
                            + output * rate.output().doubleValue())
                        / 1e6)
            .orElse(Double.NaN);
  }

  private static BigDecimal times(BigDecimal rate, long tokens) {
    return rate.multiply(BigDecimal.valueOf(tokens));
  }
}
