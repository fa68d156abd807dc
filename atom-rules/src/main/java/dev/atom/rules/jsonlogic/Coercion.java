package dev.atom.rules.jsonlogic;

import dev.atom.json.Json;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What JsonLogic takes values for: truths, numbers, texts. */
final class Coercion {
  /** Beyond as many characters a text is read as a double, because exact reading is not linear. */
  private static final int EXACT_CHARACTERS = 40;

  private static final double LARGEST_WHOLE = 9_007_199_254_740_992.0;

  private Coercion() {}

  /** False are null, false, 0, and the empty text and list. */
  static boolean truthy(Json value) {
    return switch (value) {
      case Json.Null n -> false;
      case Json.Bool b -> b.value();
      case Json.Num n -> n.value().signum() != 0;
      case Json.Str s -> !s.value().isEmpty();
      case Json.Arr a -> !a.items().isEmpty();
      case Json.Obj o -> true;
    };
  }

  /** Null for what is no number. */
  static @Nullable BigDecimal toNumber(Json value) {
    return switch (value) {
      case Json.Num n -> n.value();
      case Json.Null n -> BigDecimal.ZERO;
      case Json.Bool b -> b.value() ? BigDecimal.ONE : BigDecimal.ZERO;
      case Json.Str s -> toNumber(s.value());
      case Json.Arr a -> null;
      case Json.Obj o -> null;
    };
  }

  /** NaN for what is no number; infinite for what is too large for a double. */
  static double toDouble(Json value) {
    BigDecimal number = toNumber(value);
    return number == null ? Double.NaN : number.doubleValue();
  }

  private static @Nullable BigDecimal toNumber(String text) {
    String digits = text.strip();
    if (digits.isEmpty()) {
      return BigDecimal.ZERO;
    }
    if (!decimal(digits)) {
      return null;
    }
    try {
      if (digits.length() <= EXACT_CHARACTERS) {
        return new BigDecimal(digits);
      }
      double value = Double.parseDouble(digits);
      return Double.isFinite(value) ? BigDecimal.valueOf(value) : null;
    } catch (NumberFormatException e) {
      // The exponent is out of all range.
      return null;
    }
  }

  /** Digits with a point and an exponent at most, as JavaScript reads them. */
  private static boolean decimal(String text) {
    int at = sign(text, 0);
    int whole = digits(text, at);
    at += whole;
    int fraction = 0;
    if (at < text.length() && text.charAt(at) == '.') {
      fraction = digits(text, at + 1);
      at += 1 + fraction;
    }
    if (whole + fraction > 0
        && at < text.length()
        && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
      int exponent = sign(text, at + 1);
      int length = digits(text, exponent);
      at = length == 0 ? at : exponent + length;
    }
    return whole + fraction > 0 && at == text.length();
  }

  private static int sign(String text, int at) {
    boolean signed = at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+');
    return signed ? at + 1 : at;
  }

  private static int digits(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at - from;
  }

  /** The number as JSON, whole ones without a fraction; by its shortest decimal form. */
  static Json json(double finite) {
    return finite == Math.rint(finite) && Math.abs(finite) < LARGEST_WHOLE
        ? Json.of((long) finite)
        : Json.of(BigDecimal.valueOf(finite));
  }

  /** The number as JavaScript writes it; never more than some dozens of characters longer. */
  static String text(BigDecimal number) {
    if (number.signum() == 0) {
      return "0";
    }
    String digits = number.unscaledValue().abs().toString();
    int end = digits.length();
    while (digits.charAt(end - 1) == '0') {
      end--;
    }
    long point = (long) digits.length() - number.scale();
    String sign = number.signum() < 0 ? "-" : "";
    return sign + text(digits.substring(0, end), point);
  }

  private static String text(String digits, long point) {
    int length = digits.length();
    if (point > 21 || point < -5) {
      String fraction = length == 1 ? "" : "." + digits.substring(1);
      return digits.charAt(0) + fraction + (point > 0 ? "e+" : "e-") + Math.abs(point - 1);
    }
    if (point <= 0) {
      return "0." + "0".repeat((int) -point) + digits;
    }
    return length <= point
        ? digits + "0".repeat((int) point - length)
        : digits.substring(0, (int) point) + "." + digits.substring((int) point);
  }

  /** The value as part of a text; lists with commas between, as in JavaScript. */
  static void append(Json value, StringBuilder out, Frame frame) {
    int before = out.length();
    switch (value) {
      case Json.Null n -> {}
      case Json.Bool b -> out.append(b.value());
      case Json.Num n -> out.append(text(n.value()));
      case Json.Str s -> {
        frame.charge(s.value().length() >>> 3);
        out.append(s.value());
      }
      case Json.Obj o -> out.append("[object Object]");
      case Json.Arr a -> {
        frame.chargeAll(a);
        for (int i = 0; i < a.items().size(); i++) {
          append(a.items().get(i), i == 0 ? out : out.append(','), frame);
        }
      }
    }
    frame.charge(1 + ((out.length() - before) >>> 3));
  }

  static String text(Json value, Frame frame) {
    if (value instanceof Json.Str s) {
      return s.value();
    }
    StringBuilder out = new StringBuilder();
    append(value, out, frame);
    return out.toString();
  }
}
