package dev.atom.usage;

import dev.atom.model.ModelRef;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a model costs in a time, and where that was found.
 *
 * <p>A request's cost is worked out in this order. (1) Its service tier's {@linkplain #card card}
 * counts, and of that card the rates for the length of the prompt; they hold for all of the request.
 * (2) Each charge is multiplied by its rate and added up. (3) The sum is multiplied by the factor of
 * the {@linkplain #hours hours} and of the {@linkplain #region region}. (4) Fees for requests and
 * searches come on top as they are. (5) What is not in US dollars is converted.
 *
 * <p>Immutable and thread-safe.
 */
public final class Price {
  private final ModelRef model;
  private final Mode mode;
  private final Instant from;
  private final Optional<Instant> until;
  private final Map<String, RateCard> cards;
  private final Map<String, BigDecimal> regions;
  private final Optional<Hours> hours;
  private final Currency currency;
  private final String source;
  private final boolean verified;
  private final Optional<String> note;
  private final Optional<String> unpriced;

  /** What a model is for. */
  public enum Mode {
    /** Answers messages. */
    CHAT,
    /** Turns texts into vectors. */
    EMBEDDING,
    /** Turns speech into text. */
    TRANSCRIPTION,
    /** Turns text into speech. */
    SPEECH,
    /** Judges whether a text is harmful. */
    MODERATION,
    /** Makes pictures. */
    IMAGE,
    /** Orders texts by how well they answer a question. */
    RERANK
  }

  Price(PriceBuilder builder) {
    model = builder.model;
    mode = builder.mode;
    from = builder.from;
    until = builder.until;
    Map<String, RateCard> all = new HashMap<>(builder.tiers);
    builder.factors.forEach((tier, factor) -> all.put(tier, builder.card.times(factor)));
    all.put(PriceFacts.STANDARD, builder.card);
    cards = Map.copyOf(all);
    regions = Map.copyOf(builder.regions);
    hours = builder.hours;
    currency = builder.currency;
    source = builder.source;
    verified = builder.verified;
    note = builder.note;
    unpriced = builder.unpriced;
    if (until.filter(end -> !end.isAfter(from)).isPresent()) {
      throw new IllegalArgumentException(
          "the price of " + model + " ends at " + until.get() + ", not after it begins at " + from);
    }
  }

  /**
   * Returns a price that always holds.
   *
   * @param model which model
   * @param rates US dollars
   * @return the price, of a chat model, with the source "given"
   */
  public static Price of(ModelRef model, Rates rates) {
    return newBuilder(model, RateCard.of(rates)).build();
  }

  /**
   * Returns a builder.
   *
   * @param model which model
   * @param card what the standard service tier costs
   * @return a new builder
   */
  public static PriceBuilder newBuilder(ModelRef model, RateCard card) {
    return new PriceBuilder(model, card);
  }

  /**
   * Returns whose price this is.
   *
   * @return provider and name
   */
  public ModelRef model() {
    return model;
  }

  /**
   * Returns what the model is for.
   *
   * @return chat if nothing else was said
   */
  public Mode mode() {
    return mode;
  }

  /**
   * Returns when this price begins to hold.
   *
   * @return {@link Instant#MIN} if it always has
   */
  public Instant from() {
    return from;
  }

  /**
   * Returns when this price ceases to hold.
   *
   * @return the first instant at which it does not; empty if no end is known
   */
  public Optional<Instant> until() {
    return until;
  }

  /**
   * Tells whether this price holds.
   *
   * @param at when
   * @return true from its begin to before its end
   */
  public boolean holds(Instant at) {
    return !at.isBefore(from) && until.map(at::isBefore).orElse(true);
  }

  /**
   * Returns what a service tier costs.
   *
   * @param tier its name, such as {@code "batch"} or {@link PriceFacts#STANDARD}
   * @return empty if this price does not know the tier
   */
  public Optional<RateCard> card(String tier) {
    return Optional.ofNullable(cards.get(tier));
  }

  /**
   * Returns what each service tier costs.
   *
   * @return cards by the tier's name, {@link PriceFacts#STANDARD} among them; unmodifiable
   */
  public Map<String, RateCard> cards() {
    return cards;
  }

  /**
   * Returns what a region multiplies all rates but fees by.
   *
   * @param region its name, such as {@code "eu"}
   * @return empty if this price does not know the region
   */
  public Optional<BigDecimal> region(String region) {
    return Optional.ofNullable(regions.get(region));
  }

  /**
   * Returns the hours that have another price.
   *
   * @return empty if all hours cost the same
   */
  public Optional<Hours> hours() {
    return hours;
  }

  /**
   * Returns the currency of all rates.
   *
   * @return US dollars if nothing else was said
   */
  public Currency currency() {
    return currency;
  }

  /**
   * Returns where the price was found, and when.
   *
   * @return words for people
   */
  public String source() {
    return source;
  }

  /**
   * Tells whether somebody compared the price with the provider's own list.
   *
   * @return false unless it was said
   */
  public boolean verified() {
    return verified;
  }

  /**
   * Returns what else is worth knowing.
   *
   * @return words for people
   */
  public Optional<String> note() {
    return note;
  }

  /**
   * Returns what the provider charges besides, that these rates don't tell. While there is such a
   * thing a cost by this price is unknown.
   *
   * @return empty if the rates are all
   */
  public Optional<String> unpriced() {
    return unpriced;
  }

  @Override
  public String toString() {
    return "Price[" + model + " from " + from + ", " + cards.get(PriceFacts.STANDARD) + "]";
  }
}
