package dev.atom.rules.differential;

import dev.atom.json.Json;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the interpreter of the documentation needs to know of JSON values. */
final class Values {
  private static final Set<String> TYPES = Set.of("date", "time", "instant");

  private Values() {}

  static boolean none(@Nullable Json json) {
    return json == null || json == Json.NULL;
  }

  static List<Json> items(Json list) {
    return ((Json.Arr) list).items();
  }

  static boolean typed(Json value) {
    return value instanceof Json.Obj o
        && o.members().size() == 1
        && TYPES.contains(o.members().keySet().iterator().next());
  }

  static Optional<String> otherField(Json value) {
    return value instanceof Json.Obj o && o.members().size() == 1
        ? o.text("field")
        : Optional.empty();
  }

  /** A literal without its type, a list of them likewise. */
  static Json bare(Json value) {
    if (value instanceof Json.Arr array) {
      return Json.array(array.items().stream().map(Values::bare).toList());
    }
    return typed(value) ? ((Json.Obj) value).members().values().iterator().next() : value;
  }

  static @Nullable Object point(Json value) {
    return Points.read(value instanceof Json.Str s ? s.value() : null);
  }

  static boolean empty(Json value) {
    return value.equals(Json.of(""))
        || value.equals(Json.Obj.EMPTY)
        || value.equals(Json.array(List.of()));
  }

  /**
   * A text as java.util.regex is to see it: regardless of case it takes a capital sharp s for a small
   * one if the capital stands in the pattern, but not if the small one does.
   */
  static String matched(String text, boolean ignoreCase) {
    return ignoreCase ? text.replace('\u1e9e', '\u00df') : text;
  }

  /** For Java's own matcher, to which combining marks are part of a word. */
  static String regex(String written) {
    return written.replace("\\w", "[\\p{L}\\p{Nd}_]");
  }

  static String fold(String text) {
    return text.toLowerCase(Locale.ROOT).toUpperCase(Locale.ROOT);
  }

  static boolean equal(Json x, Json y, boolean ignoreCase) {
    if (x instanceof Json.Num a && y instanceof Json.Num b) {
      return compare(a.value(), b.value()) == 0;
    }
    if (x instanceof Json.Str a && y instanceof Json.Str b) {
      return ignoreCase ? fold(a.value()).equals(fold(b.value())) : a.value().equals(b.value());
    }
    if (x instanceof Json.Arr a && y instanceof Json.Arr b) {
      boolean same = a.items().size() == b.items().size();
      for (int i = 0; same && i < a.items().size(); i++) {
        same = equal(a.items().get(i), b.items().get(i), ignoreCase);
      }
      return same;
    }
    if (x instanceof Json.Obj a && y instanceof Json.Obj b) {
      return a.members().keySet().equals(b.members().keySet())
          && a.members().keySet().stream()
              .allMatch(k -> equal(a.get(k).get(), b.get(k).get(), ignoreCase));
    }
    return x instanceof Json.Bool a && y instanceof Json.Bool b
        ? a.value() == b.value()
        : x == Json.NULL && y == Json.NULL;
  }

  static int compare(String a, String b) {
    int x = 0;
    int y = 0;
    while (x < a.length() && y < b.length()) {
      int left = a.codePointAt(x);
      int right = b.codePointAt(y);
      if (left != right) {
        return left - right;
      }
      x += Character.charCount(left);
      y += Character.charCount(right);
    }
    return Boolean.compare(x < a.length(), y < b.length());
  }

  /** By sign, place of the first digit, and digits: as one compares on paper. */
  static int compare(BigDecimal a, BigDecimal b) {
    if (a.signum() != b.signum() || a.signum() == 0) {
      return Integer.compare(a.signum(), b.signum());
    }
    int places = Long.compare(places(a), places(b));
    return a.signum() * (places != 0 ? places : digits(a).compareTo(digits(b)));
  }

  /** How many digits stand before the point; of 0.01 it is -1. */
  static long places(BigDecimal number) {
    return (long) number.precision() - number.scale();
  }

  /** The digits from the first to the last that is not 0. */
  static String digits(BigDecimal number) {
    String digits = number.unscaledValue().abs().toString();
    int end = digits.length();
    while (end > 0 && digits.charAt(end - 1) == '0') {
      end--;
    }
    return digits.substring(0, end);
  }
}
