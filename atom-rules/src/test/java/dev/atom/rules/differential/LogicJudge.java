package dev.atom.rules.differential;

import dev.atom.json.Json;
import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * JsonLogic by the documentation and the suites that it names, of the operations that conditions are
 * made of: what fails is false, or true of what is negative.
 */
final class LogicJudge {
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

  private LogicJudge() {}

  static boolean holds(Json rule, Json data) {
    return truthy(value(rule, data));
  }

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

  private static Json value(Json rule, Json data) {
    if (rule instanceof Json.Arr list) {
      return Json.array(list.items().stream().map(item -> value(item, data)).toList());
    }
    if (!(rule instanceof Json.Obj object)) {
      return rule;
    }
    String operation = object.members().keySet().iterator().next();
    Json argument = object.members().values().iterator().next();
    List<Json> args = argument instanceof Json.Arr list ? list.items() : List.of(argument);
    return switch (operation) {
      case "var" -> variable(args, data);
      case "and" -> last(args, data, false);
      case "or" -> last(args, data, true);
      case "if" -> chosen(args, data);
      default -> Json.of(test(operation, args, data));
    };
  }

  private static Json variable(List<Json> args, Json data) {
    String path = args.get(0) instanceof Json.Str s ? s.value() : "";
    Json found = path.isEmpty() ? data : Path.of(path).in(data);
    return found != null ? found : args.size() < 2 ? Json.NULL : value(args.get(1), data);
  }

  private static Json last(List<Json> args, Json data, boolean truth) {
    Json last = Json.of(false);
    for (Json arg : args) {
      last = value(arg, data);
      if (truthy(last) == truth) {
        return last;
      }
    }
    return last;
  }

  private static Json chosen(List<Json> args, Json data) {
    int at = 0;
    while (at + 1 < args.size() && !holds(args.get(at), data)) {
      at += 2;
    }
    at += at + 1 < args.size() ? 1 : 0;
    return at < args.size() ? value(args.get(at), data) : Json.NULL;
  }

  private static boolean test(String operation, List<Json> args, Json data) {
    return switch (operation) {
      case "!" -> !holds(args.get(0), data);
      case "!!" -> holds(args.get(0), data);
      case "in" -> in(value(args.get(0), data), value(args.get(1), data));
      case "startsWith", "endsWith" ->
          value(args.get(0), data) instanceof Json.Str whole
              && value(args.get(1), data) instanceof Json.Str part
              && (operation.equals("endsWith")
                  ? whole.value().endsWith(part.value())
                  : whole.value().startsWith(part.value()));
      case "all", "some", "none" -> quantified(operation, args, data);
      default -> chain(operation, args, data);
    };
  }

  private static boolean quantified(String operation, List<Json> args, Json data) {
    if (!(value(args.get(0), data) instanceof Json.Arr list)) {
      return operation.equals("none");
    }
    long found = list.items().stream().filter(item -> holds(args.get(1), item)).count();
    return switch (operation) {
      case "all" -> found > 0 && found == list.items().size();
      case "some" -> found > 0;
      default -> found == 0;
    };
  }

  private static boolean in(Json part, Json whole) {
    if (whole instanceof Json.Arr list) {
      return list.items().stream().anyMatch(item -> Values.equal(item, part, false));
    }
    return whole instanceof Json.Str text
        && part != Json.NULL
        && !(part instanceof Json.Obj)
        && text.value().contains(text(part));
  }

  /** Each with the next; what can't be compared ends it. */
  private static boolean chain(String operation, List<Json> args, Json data) {
    for (int i = 0; i + 1 < args.size(); i++) {
      Boolean pair = pair(operation, value(args.get(i), data), value(args.get(i + 1), data));
      if (pair == null) {
        return operation.startsWith("!");
      }
      if (!pair) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable Boolean pair(String operation, Json a, Json b) {
    if (operation.endsWith("==") && operation.length() == 3) {
      return Values.equal(a, b, false) != operation.startsWith("!");
    }
    if (a instanceof Json.Str x && b instanceof Json.Str y) {
      return ordered(operation, Values.compare(x.value(), y.value()));
    }
    boolean equality = operation.equals("==") || operation.equals("!=");
    boolean nothing = a == Json.NULL || b == Json.NULL;
    Json other = a == Json.NULL ? b : a;
    if (equality
        && nothing
        && (other instanceof Json.Str || other instanceof Json.Arr || other instanceof Json.Obj)) {
      return operation.equals("!=");
    }
    BigDecimal x = number(a);
    BigDecimal y = number(b);
    return x == null || y == null ? null : ordered(operation, Values.compare(x, y));
  }

  private static boolean ordered(String operation, int order) {
    return switch (operation) {
      case "==" -> order == 0;
      case "!=" -> order != 0;
      case "<" -> order < 0;
      case "<=" -> order <= 0;
      case ">" -> order > 0;
      case ">=" -> order >= 0;
      default -> throw new IllegalArgumentException("nobody told me of " + operation);
    };
  }

  private static @Nullable BigDecimal number(Json value) {
    return switch (value) {
      case Json.Num n -> n.value();
      case Json.Null n -> BigDecimal.ZERO;
      case Json.Bool b -> b.value() ? BigDecimal.ONE : BigDecimal.ZERO;
      case Json.Str s when s.value().isBlank() -> BigDecimal.ZERO;
      case Json.Str s when NUMBER.matcher(s.value().strip()).matches() ->
          new BigDecimal(s.value().strip());
      default -> null;
    };
  }

  /** As JavaScript writes it. */
  private static String text(Json value) {
    return switch (value) {
      case Json.Null n -> "";
      case Json.Bool b -> Boolean.toString(b.value());
      case Json.Num n -> text(n.value());
      case Json.Str s -> s.value();
      case Json.Obj o -> "[object Object]";
      case Json.Arr a -> a.items().stream().map(LogicJudge::text).collect(Collectors.joining(","));
    };
  }

  /** Number::toString of ECMA-262, of all digits. */
  static String text(BigDecimal number) {
    if (number.signum() == 0) {
      return "0";
    }
    String digits = Values.digits(number);
    String sign = number.signum() < 0 ? "-" : "";
    int k = digits.length();
    long n = Values.places(number);
    if (n > 21 || n < -5) {
      String rest = k == 1 ? "" : "." + digits.substring(1);
      return sign + digits.charAt(0) + rest + (n > 0 ? "e+" : "e-") + Math.abs(n - 1);
    }
    if (n <= 0) {
      return sign + "0." + "0".repeat((int) -n) + digits;
    }
    return sign
        + (k <= n
            ? digits + "0".repeat((int) n - k)
            : digits.substring(0, (int) n) + "." + digits.substring((int) n));
  }
}
