package dev.atom.rules.differential;

import dev.atom.json.Json;
import dev.atom.time.WorkCalendar;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What generated source stands on: plain Java values, and the little that Java itself lacks. */
public abstract class GeneratedRules extends GeneratedLogic {
  /** An event in plain Java values. */
  public record Plain(
      Object root, Map<String, Object> before, Object kind, @Nullable ZoneId zone, Instant now) {
    static Plain of(Event event) {
      Map<String, Object> before = new HashMap<>();
      event.before().forEach((path, v) -> before.put(path, v.isPresent() ? of(v.get()) : NOTHING));
      Object kind = event.kind() == null ? NOTHING : event.kind();
      return new Plain(of(event.values()), before, kind, event.zone(), event.now());
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

  /** Stands for what is no number; equals nothing. */
  protected static final Object WRONG = new Object();

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

  protected static int timely(Plain event, Object a, Object b) {
    Integer order = Points.order(Points.read(a), Points.read(b), event.zone());
    return order == null ? NONE : Integer.signum(order);
  }

  /** Whether a point is older or newer than a span, or within it. */
  protected static boolean aged(Plain event, String operator, Object value, Object span) {
    Boolean found =
        span instanceof String text
            ? Points.aged(operator, Points.read(value), text, event.now(), event.zone())
            : null;
    return found != null && found;
  }

  private static final Map<String, Worked> CALENDARS = new ConcurrentHashMap<>();

  /** A calendar, with what was counted by it before. */
  public record Worked(WorkCalendar calendar, Map<List<Instant>, BigDecimal> counted) {}

  protected static Worked calendar(String json) {
    return CALENDARS.computeIfAbsent(
        json,
        text -> new Worked(WorkCalendar.fromJson(Json.parse(text)), new ConcurrentHashMap<>()));
  }

  protected static boolean open(Plain event, Object value, Worked by) {
    return Points.read(value) instanceof Instant at
        && Math.abs(event.now().getEpochSecond() - at.getEpochSecond()) < 1_000L * 365 * 86_400
        && by.calendar().isWorking(at);
  }

  /** The working time from then on until now, in nanoseconds; null if the value is no day. */
  protected static @Nullable BigDecimal worked(Plain event, Object value, Worked by) {
    Object point = Points.read(value);
    Instant at = point instanceof Instant i ? i : null;
    if (point instanceof LocalDate day) {
      at = day.atStartOfDay(by.calendar().zone()).toInstant();
    }
    if (at == null) {
      return null;
    }
    List<Instant> asked = List.of(at, event.now());
    BigDecimal counted = by.counted().get(asked);
    if (counted == null) {
      Duration apart = Duration.between(at, event.now());
      boolean far = apart.abs().compareTo(Duration.ofDays(399L * 365)) > 0;
      counted = nanos(far ? apart : by.calendar().between(at, event.now()));
      by.counted().put(asked, counted);
    }
    return counted;
  }

  protected static BigDecimal nanos(Duration duration) {
    return BigDecimal.valueOf(duration.getSeconds())
        .movePointRight(9)
        .add(BigDecimal.valueOf(duration.getNano()));
  }

  protected static boolean timeOfDay(Plain event, Object value, Object from, Object to) {
    if (!(Points.read(from) instanceof LocalTime a) || !(Points.read(to) instanceof LocalTime b)) {
      return false;
    }
    Object point = Points.read(value);
    if (point instanceof Instant at && event.zone() != null) {
      point = clock(at, event.zone());
    }
    if (!(point instanceof LocalTime time)) {
      return false;
    }
    long day = Duration.ofDays(1).toNanos();
    long length = Math.floorMod(b.toNanoOfDay() - a.toNanoOfDay(), day);
    return Math.floorMod(time.toNanoOfDay() - a.toNanoOfDay(), day) < length;
  }

  private static LocalTime clock(Instant at, ZoneId zone) {
    try {
      return at.atZone(zone).toLocalTime();
    } catch (DateTimeException e) {
      return Points.time(at, zone);
    }
  }

  protected static boolean dayOfWeek(Plain event, Object value, Object days) {
    Object point = Points.read(value);
    Long day = Points.day(point, event.zone());
    if (day == null || !(days instanceof List<?> list)) {
      return false;
    }
    int number = (int) Math.floorMod(day + 3, 7L);
    int wanted = 0;
    for (Object name : list) {
      int place = name == null ? -1 : Points.WEEKDAYS.indexOf(name);
      if (place < 0) {
        return false;
      }
      wanted |= 1 << place;
    }
    return (wanted >> number & 1) == 1;
  }

  /** The count, sum and the like of what was picked of a list; nothing, or what is no number. */
  protected static Object folded(String fold, List<Object> picked) {
    if (fold.equals("count")) {
      return BigDecimal.valueOf(picked.size());
    }
    BigDecimal sum = BigDecimal.ZERO;
    BigDecimal least = null;
    BigDecimal greatest = null;
    for (Object one : picked) {
      if (!(one instanceof BigDecimal number)
          || Math.abs((long) number.scale()) > 2_000 && number.signum() != 0) {
        return WRONG;
      }
      BigDecimal term = number.signum() == 0 ? BigDecimal.ZERO : number;
      sum = sum.add(term);
      least = least == null || term.compareTo(least) < 0 ? term : least;
      greatest = greatest == null || term.compareTo(greatest) > 0 ? term : greatest;
    }
    return switch (fold) {
      case "sum" -> sum;
      case "min" -> least == null ? NOTHING : least;
      case "max" -> greatest == null ? NOTHING : greatest;
      default ->
          least == null
              ? NOTHING
              : sum.divide(BigDecimal.valueOf(picked.size()), MathContext.DECIMAL128);
    };
  }

  /** Texts in one constant, because there is an end to how long a class may be. */
  protected static List<Object> lines(String... texts) {
    return new ArrayList<>(List.of(String.join("", texts).split("\n", -1)));
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
