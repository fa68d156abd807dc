package dev.atom.usage;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A model's prices, looked up once for many quick estimates. It says what {@link PriceBook#cost}
 * says, up to the rounding of a double; book by that, choose by this.
 *
 * <p>Immutable and thread-safe. An estimate looks up and allocates nothing (with hours of a zone
 * that changes its clock: from 1970 to 2100).
 */
public final class Quote {
  private final Term[] terms;

  Quote(List<Term> terms) {
    this.terms = terms.toArray(Term[]::new);
  }

  /**
   * Estimates what a request costs.
   *
   * @param epochMillis when it begins, milliseconds since 1970
   * @param inputTokens all tokens sent, cached ones included
   * @param cachedInputTokens those of them that the prompt cache has
   * @param outputTokens all tokens received
   * @return US dollars; not a number if the cost is unknown, or a count is negative or more than its
   *     whole
   */
  public double usd(long epochMillis, long inputTokens, long cachedInputTokens, long outputTokens) {
    for (Term term : terms) {
      if (epochMillis >= term.from && epochMillis < term.until) {
        return term.usd(epochMillis, inputTokens, cachedInputTokens, outputTokens);
      }
    }
    return Double.NaN;
  }

  /** One price in doubles; not a number stands for what is unknown, and spreads by itself. */
  static final class Term {
    private static final Charge[] CHARGES = {Charge.INPUT, Charge.CACHED_INPUT, Charge.OUTPUT};

    private final long from;
    private final long until;
    private final long[] above;
    private final double[] rates;
    private final double inside;
    private final double outside;
    private final Hours[] hours;
    private final double fee;

    private Term(Price price, RateCard card, double factor, double usdPer) {
      from = millis(price.from());
      until = price.until().map(Term::millis).orElse(Long.MAX_VALUE);
      above = card.steps().stream().mapToLong(RateCard.Step::promptTokens).toArray();
      rates = new double[(above.length + 1) * CHARGES.length];
      for (int step = 0; step <= above.length; step++) {
        Rates of = step == 0 ? card.base() : card.steps().get(step - 1).rates();
        for (int i = 0; i < CHARGES.length; i++) {
          double rate = of.rate(CHARGES[i]).map(BigDecimal::doubleValue).orElse(Double.NaN);
          rates[step * CHARGES.length + i] = rate / CHARGES[i].per() * factor * usdPer;
        }
      }
      inside = price.hours().map(Hours::insideFactor).orElse(1.0);
      outside = price.hours().map(Hours::outsideFactor).orElse(1.0);
      hours = price.hours().stream().toArray(Hours[]::new);
      Rates base = price.card(PriceFacts.STANDARD).map(RateCard::base).orElseThrow();
      fee = base.rate(Charge.REQUEST).map(BigDecimal::doubleValue).orElse(0.0) * usdPer;
    }

    /** What makes every cost unknown is a rate of exchange that is not a number. */
    static Term of(Price price, String tier, Optional<String> region, Optional<BigDecimal> usdPer) {
      boolean priced = price.unpriced().isEmpty() && price.card(tier).isPresent();
      boolean placed = region.isEmpty() || price.region(region.get()).isPresent();
      return new Term(
          price,
          price.card(tier).or(() -> price.card(PriceFacts.STANDARD)).orElseThrow(),
          region.flatMap(price::region).map(BigDecimal::doubleValue).orElse(1.0),
          usdPer.filter(known -> priced && placed).map(BigDecimal::doubleValue).orElse(Double.NaN));
    }

    double usd(long epochMillis, long input, long cached, long output) {
      if (cached < 0 || cached > input || output < 0) {
        return Double.NaN;
      }
      int first = 0;
      for (int i = 0; i < above.length && input > above[i]; i++) {
        first += CHARGES.length;
      }
      double work =
          times(rates[first], input - cached)
              + times(rates[first + 1], cached)
              + times(rates[first + 2], output);
      return work * hoursFactor(epochMillis) + fee;
    }

    /** Nothing used costs nothing, also where its rate is unknown. */
    private static double times(double rate, long amount) {
      return amount == 0 ? 0 : rate * amount;
    }

    private double hoursFactor(long epochMillis) {
      if (hours.length == 0) {
        return 1;
      }
      return hours[0].contain(Math.floorDiv(epochMillis, 1000L)) ? inside : outside;
    }

    /** The first whole millisecond that is not before the instant. */
    private static long millis(Instant instant) {
      if (instant.isBefore(Instant.ofEpochMilli(Long.MIN_VALUE))) {
        return Long.MIN_VALUE;
      }
      if (instant.isAfter(Instant.ofEpochMilli(Long.MAX_VALUE))) {
        return Long.MAX_VALUE;
      }
      long millis = instant.toEpochMilli();
      return Instant.ofEpochMilli(millis).equals(instant) ? millis : millis + 1;
    }
  }
}
