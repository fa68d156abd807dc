package dev.atom.usage;

import dev.atom.model.ModelRef;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Builds a {@link Price}. Defaults: chat, always, no other tiers, regions or hours, US dollars,
 * source "given", not verified. Not thread-safe.
 */
public final class PriceBuilder {
  private static final Currency USD = Currency.getInstance("USD");

  final ModelRef model;
  final RateCard card;
  final Map<String, RateCard> tiers = new HashMap<>();
  final Map<String, BigDecimal> factors = new HashMap<>();
  final Map<String, BigDecimal> regions = new HashMap<>();
  Price.Mode mode = Price.Mode.CHAT;
  Instant from = Instant.MIN;
  Optional<Instant> until = Optional.empty();
  Optional<Hours> hours = Optional.empty();
  Currency currency = USD;
  String source = "given";
  boolean verified;
  Optional<String> note = Optional.empty();
  Optional<String> unpriced = Optional.empty();

  PriceBuilder(ModelRef model, RateCard card) {
    this.model = Objects.requireNonNull(model, "model");
    this.card = Objects.requireNonNull(card, "card");
  }

  /**
   * Sets what the model is for.
   *
   * @param mode what for
   * @return this builder
   */
  public PriceBuilder mode(Price.Mode mode) {
    this.mode = mode;
    return this;
  }

  /**
   * Sets when the price begins to hold.
   *
   * @param from the first instant
   * @return this builder
   */
  public PriceBuilder from(Instant from) {
    this.from = from;
    return this;
  }

  /**
   * Sets when the price ceases to hold.
   *
   * @param until the first instant at which it does not, after its begin
   * @return this builder
   */
  public PriceBuilder until(Instant until) {
    this.until = Optional.of(until);
    return this;
  }

  /**
   * Gives a service tier rates of its own.
   *
   * @param tier its name
   * @param card what it costs; the fees of the standard tier's base hold here too
   * @return this builder
   */
  public PriceBuilder tier(String tier, RateCard card) {
    factors.remove(tier);
    tiers.put(tier, card);
    return this;
  }

  /**
   * Prices a service tier by a factor.
   *
   * @param tier its name
   * @param factor what all standard rates but fees are multiplied by; 0 or more
   * @return this builder
   */
  public PriceBuilder tier(String tier, BigDecimal factor) {
    tiers.remove(tier);
    factors.put(tier, factor);
    return this;
  }

  /**
   * Prices a region by a factor.
   *
   * @param region its name
   * @param factor what all rates but fees are multiplied by; 0 or more
   * @return this builder
   */
  public PriceBuilder region(String region, BigDecimal factor) {
    if (factor.signum() < 0) {
      throw new IllegalArgumentException("the factor of " + region + " is negative: " + factor);
    }
    regions.put(region, factor);
    return this;
  }

  /**
   * Sets hours that have another price.
   *
   * @param hours which, and their factors
   * @return this builder
   */
  public PriceBuilder hours(Hours hours) {
    this.hours = Optional.of(hours);
    return this;
  }

  /**
   * Sets the currency of all rates.
   *
   * @param currency which
   * @return this builder
   */
  public PriceBuilder currency(Currency currency) {
    this.currency = currency;
    return this;
  }

  /**
   * Sets where the price was found, and when.
   *
   * @param source words for people
   * @return this builder
   */
  public PriceBuilder source(String source) {
    this.source = source;
    return this;
  }

  /**
   * Says whether somebody compared the price with the provider's own list.
   *
   * @param verified true if so
   * @return this builder
   */
  public PriceBuilder verified(boolean verified) {
    this.verified = verified;
    return this;
  }

  /**
   * Sets what else is worth knowing.
   *
   * @param note words for people
   * @return this builder
   */
  public PriceBuilder note(String note) {
    this.note = Optional.of(note);
    return this;
  }

  /**
   * Says that the provider charges for something that the rates don't tell, so that the cost by
   * this price is unknown.
   *
   * @param unpriced what for, such as "a fee for each request by the size of its search"
   * @return this builder
   */
  public PriceBuilder unpriced(String unpriced) {
    this.unpriced = Optional.of(unpriced);
    return this;
  }

  /**
   * Returns the price.
   *
   * @return the value
   */
  public Price build() {
    return new Price(this);
  }
}
