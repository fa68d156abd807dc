package dev.atom.ledger;

import dev.atom.usage.Cost;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * A cost as ledgers keep and add it: two whole numbers, nano-dollars and the billionths of one that
 * are left, so that sums are exact in every database. Immutable and thread-safe.
 *
 * @param nanos whole nano-dollars (10⁻⁹ US dollars), 0 or more
 * @param rest billionths of a nano-dollar (10⁻¹⁸ US dollars); 0 to 999,999,999 in a single cost, more
 *     in a sum
 */
public record BookedCost(long nanos, long rest) {
  private static final int DECIMALS = 18;
  private static final BigDecimal MOST = BigDecimal.valueOf(1_000_000_000L);

  /** Refuses negative numbers. */
  public BookedCost {
    if (nanos < 0 || rest < 0) {
      throw new IllegalArgumentException("a cost is not negative: " + nanos + ", " + rest);
    }
  }

  /**
   * Splits an amount.
   *
   * @param usd US dollars, 0 to a billion; decimals after the 18th are rounded to the nearest
   * @return the parts
   * @throws IllegalArgumentException if the amount is not in that range
   */
  public static BookedCost of(BigDecimal usd) {
    if (usd.signum() < 0 || usd.compareTo(MOST) > 0) {
      throw new IllegalArgumentException(
          "a cost is 0 to a billion US dollars, not " + usd.toPlainString());
    }
    BigDecimal nanos = usd.setScale(DECIMALS, RoundingMode.HALF_EVEN).movePointRight(9);
    BigDecimal whole = nanos.setScale(0, RoundingMode.DOWN);
    return new BookedCost(
        whole.longValueExact(), nanos.subtract(whole).movePointRight(9).longValueExact());
  }

  /**
   * Puts the parts together.
   *
   * @return US dollars, without trailing zeros
   */
  public BigDecimal usd() {
    BigDecimal sum = BigDecimal.valueOf(nanos, 9).add(BigDecimal.valueOf(rest, DECIMALS));
    return plain(sum);
  }

  /** Returns an amount without zeros at its end, but those before the point. */
  static BigDecimal plain(BigDecimal usd) {
    BigDecimal stripped = usd.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }

  /** Returns a cost as every ledger gives it back. */
  static Cost kept(Cost cost) {
    return switch (cost) {
      case Cost.Known known -> new Cost.Known(of(known.usd()).usd());
      case Cost.Unknown unknown -> new Cost.Unknown(Text.readable(unknown.reason()));
    };
  }
}
