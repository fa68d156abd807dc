package dev.atom.usage;

import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What each charge costs: tokens by the million, all else by the piece. What has no rate here has no
 * known price, which is not the same as a rate of zero.
 *
 * <p>Immutable, thread-safe, equal by content.
 */
public final class Rates {
  private final Map<Charge, BigDecimal> byCharge;

  private Rates(Map<Charge, BigDecimal> byCharge) {
    byCharge.forEach(
        (charge, rate) -> {
          if (rate.signum() < 0) {
            throw new IllegalArgumentException(
                "the rate of " + charge + " is " + rate + "; a price can't be negative");
          }
        });
    this.byCharge = Map.copyOf(byCharge);
  }

  /**
   * Returns rates.
   *
   * @param byCharge what each charge costs; not negative
   * @return the rates
   */
  public static Rates of(Map<Charge, BigDecimal> byCharge) {
    return new Rates(byCharge);
  }

  /**
   * Returns the rates of tokens sent and received. Tokens that the prompt cache had have no rate yet.
   *
   * @param input for a million tokens sent, a decimal such as {@code "0.15"}
   * @param output for a million tokens received
   * @return the rates
   */
  public static Rates tokens(String input, String output) {
    return tokens(new BigDecimal(input), new BigDecimal(output));
  }

  /**
   * Returns the rates of tokens sent and received. Tokens that the prompt cache had have no rate yet.
   *
   * @param input for a million tokens sent
   * @param output for a million tokens received
   * @return the rates
   */
  public static Rates tokens(BigDecimal input, BigDecimal output) {
    return new Rates(Map.of(Charge.INPUT, input, Charge.OUTPUT, output));
  }

  /**
   * Returns these rates and one more.
   *
   * @param charge what for
   * @param rate what it costs, a decimal; replaces a rate of the same charge
   * @return the new rates
   */
  public Rates and(Charge charge, String rate) {
    return and(charge, new BigDecimal(rate));
  }

  /**
   * Returns these rates and one more.
   *
   * @param charge what for
   * @param rate what it costs; replaces a rate of the same charge
   * @return the new rates
   */
  public Rates and(Charge charge, BigDecimal rate) {
    Map<Charge, BigDecimal> more = copy();
    more.put(charge, rate);
    return new Rates(more);
  }

  /**
   * Returns a rate.
   *
   * @param charge what for
   * @return for a million tokens, or for one of all else; empty if it is not known
   */
  public Optional<BigDecimal> rate(Charge charge) {
    return Optional.ofNullable(byCharge.get(charge));
  }

  /**
   * Returns what has a rate.
   *
   * @return unmodifiable
   */
  public Set<Charge> charges() {
    return byCharge.keySet();
  }

  /**
   * Returns these rates times a factor. Fees stay as they are.
   *
   * @param factor 0 or more
   * @return the new rates
   */
  public Rates times(BigDecimal factor) {
    Map<Charge, BigDecimal> scaled = copy();
    scaled.replaceAll((charge, rate) -> charge.fee() ? rate : rate.multiply(factor));
    return new Rates(scaled);
  }

  private Map<Charge, BigDecimal> copy() {
    Map<Charge, BigDecimal> copy = new EnumMap<>(Charge.class);
    copy.putAll(byCharge);
    return copy;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Rates that
        && byCharge.keySet().equals(that.byCharge.keySet())
        && byCharge.entrySet().stream()
            .allMatch(e -> e.getValue().compareTo(that.byCharge.get(e.getKey())) == 0);
  }

  @Override
  public int hashCode() {
    return byCharge.keySet().hashCode();
  }

  @Override
  public String toString() {
    return copy().toString();
  }
}
