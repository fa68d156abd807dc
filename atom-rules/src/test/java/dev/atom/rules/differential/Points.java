package dev.atom.rules.differential;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Points in time as both judges understand them: an Instant, a LocalDate, a LocalTime or null. */
final class Points {
  static final List<String> WEEKDAYS =
      List.of("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday");

  private static final Map<String, Optional<Object>> READ = new ConcurrentHashMap<>();

  private Points() {}

  static @Nullable Object read(@Nullable Object value) {
    if (!(value instanceof String text)) {
      return null;
    }
    Optional<Object> read = READ.get(text);
    if (read == null) {
      read = Optional.ofNullable(parsed(text));
      READ.put(text, read);
    }
    return read.orElse(null);
  }

  private static @Nullable Object parsed(String text) {
    Object instant = parsed(text, t -> OffsetDateTime.parse(t).toInstant());
    Object day = instant == null ? parsed(text, LocalDate::parse) : instant;
    return day == null ? parsed(text, LocalTime::parse) : day;
  }

  private static @Nullable Object parsed(String text, Function<String, Object> parser) {
    try {
      return parser.apply(text);
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** Less than, equal to or above 0 as the first is before, at or after the second; null if none. */
  static @Nullable Integer order(@Nullable Object a, @Nullable Object b, @Nullable ZoneId zone) {
    if (a instanceof Instant x && b instanceof Instant y) {
      return x.compareTo(y);
    }
    if (a instanceof LocalTime x && b instanceof LocalTime y) {
      return x.compareTo(y);
    }
    Long x = day(a, zone);
    Long y = day(b, zone);
    return x == null || y == null ? null : Long.valueOf(x).compareTo(y);
  }

  /** The number of the day, also of days that the calendar of LocalDate does not reach. */
  static @Nullable Long day(@Nullable Object point, @Nullable ZoneId zone) {
    if (point instanceof LocalDate date) {
      return date.toEpochDay();
    }
    return point instanceof Instant instant && zone != null
        ? Math.floorDiv(local(instant, zone), 86_400L)
        : null;
  }

  /** The time that a clock in the zone shows. */
  static LocalTime time(Instant instant, ZoneId zone) {
    long second = Math.floorMod(local(instant, zone), 86_400L);
    return LocalTime.ofSecondOfDay(second).plusNanos(instant.getNano());
  }

  private static long local(Instant instant, ZoneId zone) {
    return instant.getEpochSecond() + zone.getRules().getOffset(instant).getTotalSeconds();
  }

  /** Whether a point is older or newer than a span, or within it; null if that can't be told. */
  static @Nullable Boolean aged(
      String operator, @Nullable Object point, String span, Instant now, @Nullable ZoneId zone) {
    boolean day = point instanceof LocalDate && zone != null;
    Instant ago = limit(span, now, zone, -1);
    Instant ahead = limit(span, now, zone, 1);
    if ((!(point instanceof Instant) && !day) || ago == null || ahead == null) {
      return null;
    }
    Integer low = point instanceof Instant i ? i.compareTo(ago) : order(point, ago, zone);
    Integer high = point instanceof Instant i ? i.compareTo(ahead) : order(point, ahead, zone);
    return switch (operator) {
      case "olderThan" -> low < 0;
      case "newerThan" -> low > 0;
      default -> low >= 0 && high <= 0;
    };
  }

  /**
   * Now plus or minus a span; days and more by the calendar, where there is a zone. Null if it is no
   * span or needs a zone.
   */
  private static @Nullable Instant limit(
      String span, Instant now, @Nullable ZoneId zone, int sign) {
    int t = span.indexOf('T');
    String date = t < 0 ? span : span.substring(0, t);
    Period days;
    Duration hours;
    try {
      days = date.equals("P") && t >= 0 ? Period.ZERO : Period.parse(date);
      hours = t < 0 ? Duration.ZERO : Duration.parse("PT" + span.substring(t + 1));
    } catch (DateTimeException e) {
      return null;
    }
    if (days.isNegative() || hours.isNegative() || (zone == null && days.toTotalMonths() > 0)) {
      return null;
    }
    try {
      Instant calendar =
          zone == null
              ? now.plusSeconds(sign * 86_400L * days.getDays())
              : now.atZone(zone).plus(sign < 0 ? days.negated() : days).toInstant();
      return sign < 0 ? calendar.minus(hours) : calendar.plus(hours);
    } catch (DateTimeException | ArithmeticException e) {
      return sign < 0 ? Instant.MIN : Instant.MAX; // Before or after all time.
    }
  }
}
