package dev.atom.json;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Arithmetic on numbers from outside. {@code 1e1000000000} is ten characters of JSON and a gigabyte
 * once it is written out, so nothing here expands an exponent that it has not looked at.
 */
final class JsonNumbers {
  private static final int SMALL = 2_000;

  private JsonNumbers() {}

  /** Tells whether the number, written out without exponent, has at most some thousand digits. */
  static boolean small(BigDecimal number) {
    long scale = number.scale();
    return scale <= SMALL && number.precision() - scale <= SMALL;
  }

  /** Tells whether nothing but zeros stands behind the point. */
  static boolean whole(BigDecimal number) {
    return number.scale() <= 0 || number.signum() == 0 || canonical(number).scale() <= 0;
  }

  /**
   * The number without trailing zeros; the same number written with the largest exponents is left
   * as it is where the exponent would leave its range.
   */
  static BigDecimal canonical(BigDecimal number) {
    boolean strippable = number.scale() > Integer.MIN_VALUE + number.precision();
    return strippable ? number.stripTrailingZeros() : number;
  }

  /** Equal for numbers of equal value, whatever their scale. */
  static int hash(BigDecimal number) {
    if (number.signum() == 0) {
      return 0;
    }
    BigInteger digits = new BigDecimal(number.unscaledValue()).stripTrailingZeros().unscaledValue();
    long exponent = (long) number.precision() - number.scale();
    return 31 * digits.hashCode() + Long.hashCode(exponent);
  }

  /** Tells whether a number is a whole multiple of a step above 0. */
  static boolean multiple(BigDecimal number, BigDecimal step) {
    BigInteger digits = number.unscaledValue();
    BigInteger of = step.unscaledValue();
    long shift = (long) step.scale() - number.scale();
    if (shift >= 0) {
      BigInteger power = BigInteger.TEN.modPow(BigInteger.valueOf(shift), of);
      return digits.multiply(power).mod(of).signum() == 0;
    }
    // Without this many digits there can't be as many zeros at the end.
    return digits.signum() == 0
        || (-shift <= number.precision()
            && digits.mod(of.multiply(BigInteger.TEN.pow((int) -shift))).signum() == 0);
  }
}
