package dev.atom.budget;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** US dollars as nano-dollars. */
final class Nanos {
  private static final BigDecimal MOST = BigDecimal.valueOf(1_000_000_000L);

  private Nanos() {}

  /** Rounds up: what is spent is never less than it was. */
  static long up(BigDecimal usd) {
    return of(usd, RoundingMode.CEILING);
  }

  static long down(BigDecimal usd) {
    return of(usd, RoundingMode.FLOOR);
  }

  private static long of(BigDecimal usd, RoundingMode rounding) {
    if (usd.signum() < 0 || usd.compareTo(MOST) > 0) {
      throw new IllegalArgumentException(
          "an amount is 0 to a billion US dollars, not " + usd.toPlainString());
    }
    return usd.movePointRight(9).setScale(0, rounding).longValueExact();
  }

  static BigDecimal usd(long nanos) {
    BigDecimal usd = BigDecimal.valueOf(nanos, 9).stripTrailingZeros();
    return usd.scale() < 0 ? usd.setScale(0) : usd;
  }
}
