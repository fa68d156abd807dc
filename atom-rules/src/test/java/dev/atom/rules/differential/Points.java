package dev.atom.rules.differential;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Points in time as both judges understand them: an Instant, a LocalDate, a LocalTime or null. */
final class Points {
  private static final Map<String, Optional<Object>> READ = new ConcurrentHashMap<>();

  private Points() {}

  static @Nullable Object read(@Nullable Object value) {
    return value instanceof String text
        ? READ.computeIfAbsent(text, t -> Optional.ofNullable(parsed(t))).orElse(null)
        : null;
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
  private static @Nullable Long day(@Nullable Object point, @Nullable ZoneId zone) {
    if (point instanceof LocalDate date) {
      return date.toEpochDay();
    }
    if (point instanceof Instant instant && zone != null) {
      int offset = zone.getRules().getOffset(instant).getTotalSeconds();
      return Math.floorDiv(instant.getEpochSecond() + offset, 86_400L);
    }
    return null;
  }

  /**
   * Whether a point lies longer ago than a span (less than 0), less long ago (above 0) or just so
   * long; null if that can't be told.
   */
  static @Nullable Integer age(
      @Nullable Object point, String span, Instant now, @Nullable ZoneId zone) {
    if (!(point instanceof Instant) && !(point instanceof LocalDate && zone != null)) {
      return null;
    }
    int t = span.indexOf('T');
    String date = t < 0 ? span : span.substring(0, t);
    Period days = date.equals("P") ? Period.ZERO : Period.parse(date);
    Duration hours = t < 0 ? Duration.ZERO : Duration.parse("PT" + span.substring(t + 1));
    if (zone == null && days.toTotalMonths() > 0) {
      return null;
    }
    Instant limit;
    try {
      Instant calendar =
          zone == null
              ? now.minusSeconds(86_400L * days.getDays())
              : now.atZone(zone).minus(days).toInstant();
      limit = calendar.minus(hours);
    } catch (DateTimeException | ArithmeticException e) {
      // Before all time.
      return 1;
    }
    return point instanceof Instant instant
        ? Integer.valueOf(instant.compareTo(limit))
        : order(point, limit, zone);
  }
}
