package dev.atom.providers.wire;

import dev.atom.json.Json;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads members of a provider's JSON. What is missing, null or of another type counts as absent:
 * providers add, drop and retype members, and compatible servers even more so.
 */
public final class Fields {
  /** More than any provider counts, and little enough that sums stay in range. */
  private static final BigDecimal MOST = BigDecimal.valueOf(1L << 53);

  /** Longer than any sound, in seconds. */
  private static final BigDecimal LONGEST = BigDecimal.valueOf(1_000_000_000);

  private static final int NANO_DIGITS = 9;
  private static final BigDecimal NANO = BigDecimal.ONE.movePointLeft(NANO_DIGITS);

  /** Digits of an amount of money on each side of its point. */
  private static final int MONEY_DIGITS = 30;

  private Fields() {}

  /** An object, empty if there is none. */
  public static Json.Obj object(Json.Obj json, String name) {
    return json.members().get(name) instanceof Json.Obj inner ? inner : Json.Obj.EMPTY;
  }

  /** The objects of an array. */
  public static List<Json.Obj> objects(Json.Obj json, String name) {
    List<Json> items = array(json, name);
    if (items.isEmpty()) {
      return List.of();
    }
    List<Json.Obj> objects = new ArrayList<>(items.size());
    for (Json item : items) {
      if (item instanceof Json.Obj object) {
        objects.add(object);
      }
    }
    return objects;
  }

  /** The items of an array. */
  public static List<Json> array(Json.Obj json, String name) {
    return json.members().get(name) instanceof Json.Arr array ? array.items() : List.of();
  }

  /** A text, empty if there is none. */
  public static String text(Json.Obj json, String name) {
    return json.members().get(name) instanceof Json.Str text ? text.value() : "";
  }

  /** A text that is not empty. */
  public static Optional<String> filled(Json.Obj json, String name) {
    return json.text(name).filter(text -> !text.isEmpty());
  }

  /** The text of a string, or of an array of content parts. */
  public static String content(Json.Obj json, String name) {
    Json content = json.members().get(name);
    if (content instanceof Json.Str text) {
      return text.value();
    }
    StringBuilder text = new StringBuilder();
    objects(json, name).forEach(part -> text.append(text(part, "text")));
    return text.toString();
  }

  /** A whole number. */
  public static int integer(Json.Obj json, String name, int missing) {
    return json.members().get(name) instanceof Json.Num number
        ? number.value().intValue()
        : missing;
  }

  /** A count of 0 or more, at most 2^53; 0 if there is none. */
  public static long count(Json.Obj json, String name) {
    return json.members().get(name) instanceof Json.Num number
        ? number.value().max(BigDecimal.ZERO).min(MOST).longValue()
        : 0;
  }

  /**
   * A time of 0 or more seconds, at most 10^9, to the nanosecond. A number such as {@code 1e1000000}
   * is a few bytes long and must not be written out to be read.
   */
  public static Duration seconds(BigDecimal seconds) {
    if (seconds.compareTo(NANO) < 0) {
      return Duration.ZERO;
    }
    BigDecimal nanos =
        seconds.min(LONGEST).setScale(NANO_DIGITS, RoundingMode.DOWN).movePointRight(NANO_DIGITS);
    return Duration.ofNanos(nanos.longValue());
  }

  /** An amount of money of 0 or more; empty if nobody could mean or add it. */
  public static Optional<BigDecimal> amount(BigDecimal amount) {
    long before = (long) amount.precision() - amount.scale();
    boolean meant =
        amount.signum() >= 0 && before <= MONEY_DIGITS && amount.scale() <= MONEY_DIGITS;
    return meant ? Optional.of(amount) : Optional.empty();
  }
}
