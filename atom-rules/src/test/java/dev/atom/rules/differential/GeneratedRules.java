package dev.atom.rules.differential;

import dev.atom.json.Json;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What generated source stands on: plain Java values, and the little that Java itself lacks. */
public abstract class GeneratedRules {
  /** What is found where nothing is; JSON null is null. */
  protected static final Object NOTHING = new Object();

  /** An event in plain Java values. */
  public record Plain(Object root, Map<String, Object> before, @Nullable ZoneId zone, Instant now) {
    static Plain of(Event event) {
      Map<String, Object> before = new HashMap<>();
      event.before().forEach((path, v) -> before.put(path, v.isPresent() ? of(v.get()) : NOTHING));
      return new Plain(of(event.values()), before, event.zone(), event.now());
    }

    private static @Nullable Object of(Json json) {
      return switch (json) {
        case Json.Obj object -> {
          Map<String, Object> map = new HashMap<>();
          object.members().forEach((name, value) -> map.put(name, of(value)));
          yield map;
        }
        case Json.Arr array -> {
          List<Object> list = new ArrayList<>();
          array.items().forEach(item -> list.add(of(item)));
          yield list;
        }
        case Json.Str s -> s.value();
        case Json.Num n -> n.value();
        case Json.Bool b -> b.value();
        case Json.Null n -> null;
      };
    }
  }

  /** Whether the rule of this number matches. */
  public abstract boolean matches(int rule, Plain event);

  protected static Object member(Object of, String name) {
    return of instanceof Map<?, ?> map && map.containsKey(name) ? map.get(name) : NOTHING;
  }

  /** A member of this name, or the item of this number. */
  protected static Object item(Object of, int number) {
    if (of instanceof List<?> list) {
      return number < list.size() ? list.get(number) : NOTHING;
    }
    return member(of, Integer.toString(number));
  }

  protected static boolean none(Object value) {
    return value == null || value == NOTHING;
  }

  protected static boolean empty(Object value) {
    return none(value)
        || value.equals("")
        || (value instanceof List<?> list && list.isEmpty())
        || (value instanceof Map<?, ?> map && map.isEmpty());
  }

  protected static boolean changed(Plain event, String path, Object now) {
    if (!event.before().containsKey(path)) {
      return false;
    }
    Object before = event.before().get(path);
    return before == NOTHING || now == NOTHING ? before != now : !same(before, now, false);
  }

  protected static Object before(Plain event, String path) {
    return event.before().getOrDefault(path, NOTHING);
  }

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

  /** What an order is that is none: neither less nor equal nor greater. */
  protected static final int NONE = 99;

  protected static int order(Object a, Object b, boolean fold) {
    if (a instanceof BigDecimal x && b instanceof BigDecimal y) {
      return x.compareTo(y);
    }
    return a instanceof String x && b instanceof String y
        ? order(fold ? fold(x) : x, fold ? fold(y) : y)
        : NONE;
  }

  private static int order(String a, String b) {
    int i = 0;
    while (i < a.length() && i < b.length() && a.codePointAt(i) == b.codePointAt(i)) {
      i += Character.charCount(a.codePointAt(i));
    }
    if (i >= a.length() || i >= b.length()) {
      return Integer.compare(a.length(), b.length());
    }
    return Integer.compare(a.codePointAt(i), b.codePointAt(i));
  }

  protected static int timely(Plain event, Object a, Object b) {
    Integer order = Points.order(Points.read(a), Points.read(b), event.zone());
    return order == null ? NONE : Integer.signum(order);
  }

  protected static int aged(Plain event, Object value, String span) {
    Integer age = Points.age(Points.read(value), span, event.now(), event.zone());
    return age == null ? NONE : Integer.signum(age);
  }

  /** How two values are compared. */
  @FunctionalInterface
  public interface Equality {
    /** Whether they are equal. */
    boolean test(Object a, Object b);
  }

  protected static boolean in(Object list, Object wanted, Equality equality) {
    if (list instanceof List<?> items) {
      for (Object item : items) {
        if (equality.test(item, wanted)) {
          return true;
        }
      }
    }
    return false;
  }

  protected static boolean contains(Object whole, Object part, boolean fold, Equality equality) {
    if (whole instanceof String x && part instanceof String y) {
      return (fold ? fold(x) : x).indexOf(fold ? fold(y) : y) >= 0;
    }
    return in(whole, part, equality);
  }

  /** How many of the parts are in the text or list; -1 if it is neither, or a part is of no use. */
  protected static int found(Object whole, Object list, boolean fold, Equality equality) {
    if (!(list instanceof List<?> parts) || !(whole instanceof String || whole instanceof List)) {
      return -1;
    }
    int found = 0;
    for (Object part : parts) {
      if (whole instanceof String && !(part instanceof String)) {
        return -1;
      }
      found += contains(whole, part, fold, equality) ? 1 : 0;
    }
    return found;
  }

  protected static int size(Object list) {
    return list instanceof List<?> items ? items.size() : 0;
  }
}
