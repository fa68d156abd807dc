package dev.atom.rules.differential;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What generated source of JsonLogic stands on: plain Java values with JavaScript's coercion. */
abstract class GeneratedLogic {
  /** What is found where nothing is; JSON null is null. */
  protected static final Object NOTHING = new Object();

  protected static String fold(String text) {
    return text.toLowerCase(Locale.ROOT).toUpperCase(Locale.ROOT);
  }

  protected static boolean same(Object a, Object b, boolean fold) {
    if (a instanceof BigDecimal x && b instanceof BigDecimal y) {
      return x.compareTo(y) == 0;
    }
    if (a instanceof String x && b instanceof String y) {
      return fold ? fold(x).equals(fold(y)) : x.equals(y);
    }
    if (a instanceof List<?> x && b instanceof List<?> y) {
      boolean same = x.size() == y.size();
      for (int i = 0; i < x.size() && same; i++) {
        same = same(x.get(i), y.get(i), fold);
      }
      return same;
    }
    if (a instanceof Map<?, ?> x && b instanceof Map<?, ?> y) {
      return x.size() == y.size()
          && x.keySet().stream().allMatch(k -> y.containsKey(k) && same(x.get(k), y.get(k), fold));
    }
    return Objects.equals(a, b);
  }

  /** By code point. */
  protected static int order(String a, String b) {
    int i = 0;
    while (i < a.length() && i < b.length() && a.codePointAt(i) == b.codePointAt(i)) {
      i += Character.charCount(a.codePointAt(i));
    }
    if (i >= a.length() || i >= b.length()) {
      return Integer.compare(a.length(), b.length());
    }
    return Integer.compare(a.codePointAt(i), b.codePointAt(i));
  }

  protected static boolean truthy(@Nullable Object value) {
    return !(value == null
        || value == Boolean.FALSE
        || (value instanceof BigDecimal number && number.signum() == 0)
        || value.equals("")
        || (value instanceof List<?> list && list.isEmpty()));
  }

  protected static @Nullable Object or(Object found, @Nullable Object otherwise) {
    return found == NOTHING ? otherwise : found;
  }

  protected static boolean in(@Nullable Object part, @Nullable Object whole) {
    if (whole instanceof List<?> list) {
      for (Object item : list) {
        if (same(item, part, false)) {
          return true;
        }
      }
    }
    return whole instanceof String text
        && part != null
        && !(part instanceof Map)
        && text.indexOf(written(part)) >= 0;
  }

  protected static boolean edge(@Nullable Object text, @Nullable Object part, boolean end) {
    return text instanceof String x
        && part instanceof String y
        && (end ? x.endsWith(y) : x.startsWith(y));
  }

  protected static boolean some(@Nullable Object list, UnaryOperator<Object> body) {
    return list instanceof List<?> items && items.stream().anyMatch(i -> truthy(body.apply(i)));
  }

  protected static boolean every(@Nullable Object list, UnaryOperator<Object> body) {
    return list instanceof List<?> items
        && !items.isEmpty()
        && items.stream().allMatch(i -> truthy(body.apply(i)));
  }

  private static String written(@Nullable Object value) {
    if (value instanceof List<?> list) {
      return String.join(",", list.stream().map(GeneratedLogic::written).toList());
    }
    if (value instanceof BigDecimal number) {
      return LogicJudge.text(number);
    }
    return value == null ? "" : value instanceof Map ? "[object Object]" : value.toString();
  }

  protected static boolean chain(String operation, Object... values) {
    boolean negative = operation.startsWith("!");
    for (int i = 1; i < values.length; i++) {
      try {
        if (!pair(operation, values[i - 1], values[i])) {
          return false;
        }
      } catch (NumberFormatException e) {
        return negative;
      }
    }
    return true;
  }

  private static boolean pair(String operation, @Nullable Object a, @Nullable Object b) {
    return switch (operation) {
      case "===" -> same(a, b, false);
      case "!==" -> !same(a, b, false);
      case "==" -> !apart(a, b) && order(a, b) == 0;
      case "!=" -> apart(a, b) || order(a, b) != 0;
      case "<" -> order(a, b) < 0;
      case "<=" -> order(a, b) <= 0;
      case ">" -> order(a, b) > 0;
      default -> order(a, b) >= 0;
    };
  }

  /** Null is beside every text, list and object. */
  private static boolean apart(@Nullable Object a, @Nullable Object b) {
    Object other = a == null ? b : a;
    boolean scalar = other == null || other instanceof BigDecimal || other instanceof Boolean;
    return (a == null || b == null) && !scalar;
  }

  private static int order(@Nullable Object a, @Nullable Object b) {
    return a instanceof String x && b instanceof String y
        ? order(x, y)
        : number(a).compareTo(number(b));
  }

  private static BigDecimal number(@Nullable Object value) {
    if (value instanceof BigDecimal number) {
      return number;
    }
    if (value instanceof String text) {
      String digits = text.strip();
      return digits.isEmpty() ? BigDecimal.ZERO : new BigDecimal(digits);
    }
    if (value == null || value instanceof Boolean) {
      return value == Boolean.TRUE ? BigDecimal.ONE : BigDecimal.ZERO;
    }
    throw new NumberFormatException();
  }
}
