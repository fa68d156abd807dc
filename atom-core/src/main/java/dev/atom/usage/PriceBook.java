package dev.atom.usage;

import dev.atom.model.ModelRef;
import dev.atom.model.Usage;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Prices of models over time. A model is found by its exact name: a dated name and its alias are two
 * models here, each with its own prices.
 *
 * <p>Immutable and thread-safe.
 */
public final class PriceBook {
  private static final Currency USD = Currency.getInstance("USD");

  private final List<Layer> layers;
  private final Map<Currency, BigDecimal> usdPer;

  /** Prices of one origin, of each model the latest begun first. */
  private record Layer(String version, Map<ModelRef, List<Price>> prices) {}

  /** A price, and the version of the prices that it is among. */
  record Listed(String version, Price price) {
    String basis() {
      return version.isEmpty() ? price.source() : version + ": " + price.source();
    }
  }

  private PriceBook(List<Layer> layers, Map<Currency, BigDecimal> usdPer) {
    this.layers = List.copyOf(layers);
    this.usdPer = Map.copyOf(usdPer);
  }

  /**
   * Returns a book of prices.
   *
   * @param prices in any order; no two of one model may begin at one instant
   * @return the book
   */
  public static PriceBook of(List<Price> prices) {
    return of("", prices);
  }

  /**
   * Returns a book of prices with a version, which each cost's basis names.
   *
   * @param version such as {@code "prices 2026-11-21"}
   * @param prices in any order; no two of one model may begin at one instant
   * @return the book
   */
  public static PriceBook of(String version, List<Price> prices) {
    Map<ModelRef, List<Price>> byModel = new HashMap<>();
    for (Price price : prices) {
      List<Price> same = byModel.computeIfAbsent(price.model(), model -> new ArrayList<>());
      if (same.stream().anyMatch(other -> other.from().equals(price.from()))) {
        throw new IllegalArgumentException(
            "two prices of " + price.model() + " from " + price.from() + "; leave one out");
      }
      same.add(price);
    }
    byModel.replaceAll(
        (model, same) ->
            same.stream().sorted(Comparator.comparing(Price::from).reversed()).toList());
    return new PriceBook(List.of(new Layer(version, Map.copyOf(byModel))), Map.of());
  }

  /**
   * Returns this book with prices that go before its own, and their rates of exchange.
   *
   * @param overrides such as what a host has agreed on with a provider
   * @return the new book: where one of the overrides holds it counts, else this book's price
   */
  public PriceBook with(PriceBook overrides) {
    List<Layer> all = new ArrayList<>(overrides.layers);
    all.addAll(layers);
    Map<Currency, BigDecimal> rates = new HashMap<>(usdPer);
    rates.putAll(overrides.usdPer);
    return new PriceBook(all, rates);
  }

  /**
   * Returns this book with a rate of exchange. Prices of a currency without one have no known cost.
   *
   * @param currency what prices are in
   * @param usd how many US dollars one unit is; more than 0
   * @return the new book
   */
  public PriceBook exchange(Currency currency, BigDecimal usd) {
    if (usd.signum() <= 0 || currency.equals(USD)) {
      throw new IllegalArgumentException(
          "a rate of exchange is for another currency than USD and above 0, not "
              + (usd + " for " + currency));
    }
    Map<Currency, BigDecimal> rates = new HashMap<>(usdPer);
    rates.put(currency, usd);
    return new PriceBook(layers, rates);
  }

  /**
   * Finds the price that holds.
   *
   * @param model which model
   * @param at when
   * @return of the overrides' prices that hold the latest begun, else of the others'; empty if none
   *     is known
   */
  public Optional<Price> price(ModelRef model, Instant at) {
    return listed(model).stream().map(Listed::price).filter(price -> price.holds(at)).findFirst();
  }

  /**
   * Works out what one request at the standard service tier costs.
   *
   * @param model the model that was called
   * @param usage what it used
   * @param at when it was called
   * @return as of {@link #cost(ModelRef, Usage, PriceFacts)}
   */
  public Cost cost(ModelRef model, Usage usage, Instant at) {
    return cost(model, usage, PriceFacts.at(at));
  }

  /**
   * Works out what a call costs.
   *
   * @param model the model that was called
   * @param usage what it used
   * @param facts when, and what else the price depends on
   * @return the exact amount. What the provider itself {@linkplain Usage#reportedUsd reports} goes
   *     before all prices. Unknown, with the reason, if the usage is not {@linkplain Usage#known()
   *     known} or contradicts itself, if no price holds, or if something was used that the price has
   *     no rate for
   */
  public Cost cost(ModelRef model, Usage usage, PriceFacts facts) {
    if (!usage.known()) {
      return new Cost.Unknown(model + " did not tell all that it used");
    }
    if (usage.reportedUsd().isPresent()) {
      return reported(model, usage, usage.reportedUsd().get());
    }
    List<Listed> known = listed(model);
    for (Listed listed : known) {
      if (listed.price().holds(facts.at())) {
        return new Pricing(listed, usdPer(listed.price().currency())).cost(usage, facts);
      }
    }
    String none = "no price of " + model;
    return new Cost.Unknown(known.isEmpty() ? none : none + " holds at " + facts.at());
  }

  private static Cost reported(ModelRef model, Usage usage, BigDecimal usd) {
    if (usd.signum() < 0) {
      return new Cost.Unknown(model + " reports a cost below zero: " + usd.toPlainString());
    }
    return new Cost.Known(usd, usage.estimated(), "reported by " + model.provider());
  }

  /**
   * Looks up a model's prices once, for many quick estimates at the standard service tier.
   *
   * @param model which model
   * @return the quote; without any price all it says is that the cost is unknown
   */
  public Quote quote(ModelRef model) {
    return quote(model, PriceFacts.STANDARD, Optional.empty());
  }

  /**
   * Looks up a model's prices once, for many quick estimates.
   *
   * @param model which model
   * @param tier the service tier
   * @param region the region asked for; empty for none
   * @return the quote
   */
  public Quote quote(ModelRef model, String tier, Optional<String> region) {
    List<Quote.Term> terms =
        listed(model).stream()
            .map(Listed::price)
            .map(price -> Quote.Term.of(price, tier, region, usdPer(price.currency())))
            .toList();
    return new Quote(terms);
  }

  private Optional<BigDecimal> usdPer(Currency currency) {
    return currency.equals(USD)
        ? Optional.of(BigDecimal.ONE)
        : Optional.ofNullable(usdPer.get(currency));
  }

  private List<Listed> listed(ModelRef model) {
    List<Listed> all = new ArrayList<>();
    for (Layer layer : layers) {
      for (Price price : layer.prices().getOrDefault(model, List.of())) {
        all.add(new Listed(layer.version(), price));
      }
    }
    return all;
  }
}
