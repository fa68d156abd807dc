package dev.atom.rules;

import dev.atom.json.Json;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.IntPredicate;

/** A point in time as a rule sees it: an instant, a calendar day or a time of day. */
sealed interface Moment {
  int DAY_SECONDS = 86_400;
  long NANOS = 1_000_000_000;

  record At(Instant instant) implements Moment {}

  record Day(LocalDate date) implements Moment {}

  record TimeOfDay(LocalTime time) implements Moment {}

  /** Reads ISO 8601 text; a date with a time needs its offset. */
  static Optional<Moment> of(Json value) {
    return value instanceof Json.Str s && s.value().length() <= 64
        ? parse(s.value())
        : Optional.empty();
  }

  private static Optional<Moment> parse(String text) {
    try {
      if (text.indexOf('T') > 0 || text.indexOf('t') > 0) {
        return Optional.of(new At(OffsetDateTime.parse(text).toInstant()));
      }
      return Optional.of(
          text.indexOf(':') > 0
              ? new TimeOfDay(LocalTime.parse(text))
              : new Day(LocalDate.parse(text)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Compares; a day against an instant by the instant's day in the zone. */
  static Finding order(Moment a, Moment b, Optional<ZoneId> zone, IntPredicate wanted) {
    if (a instanceof At x && b instanceof At y) {
      return Finding.of(wanted.test(x.instant().compareTo(y.instant())));
    }
    if (a instanceof TimeOfDay x && b instanceof TimeOfDay y) {
      return Finding.of(wanted.test(x.time().compareTo(y.time())));
    }
    if (a instanceof TimeOfDay || b instanceof TimeOfDay) {
      return Finding.WRONG_TYPE;
    }
    if (zone.isEmpty() && (a instanceof At || b instanceof At)) {
      return Finding.NEEDS_ZONE;
    }
    return Finding.of(wanted.test(Long.compare(day(a, zone), day(b, zone))));
  }

  private static long day(Moment moment, Optional<ZoneId> zone) {
    return switch (moment) {
      case Day d -> d.date().toEpochDay();
      case At at -> day(at.instant(), zone.orElseThrow());
      case TimeOfDay t -> throw new IllegalStateException("a time of day has no day");
    };
  }

  /**
   * The instant's day in the zone, counted from 1970: the first and last instants that can be written
   * lie on days that {@link LocalDate} doesn't have.
   */
  static long day(Instant instant, ZoneId zone) {
    return Math.floorDiv(instant.getEpochSecond() + offset(instant, zone), DAY_SECONDS);
  }

  /** The instant's time of day in the zone; also on days that {@link LocalDate} doesn't have. */
  static LocalTime timeOfDay(Instant instant, ZoneId zone) {
    long second = instant.getEpochSecond() + offset(instant, zone);
    long ofDay = Math.floorMod(second, (long) DAY_SECONDS);
    return LocalTime.ofNanoOfDay(ofDay * NANOS + instant.getNano());
  }

  /** The instant's day of the week in the zone; also of days that {@link LocalDate} doesn't have. */
  static DayOfWeek dayOfWeek(Instant instant, ZoneId zone) {
    return DayOfWeek.THURSDAY.plus(day(instant, zone)); // the first of 1970
  }

  private static long offset(Instant instant, ZoneId zone) {
    return zone.getRules().getOffset(instant).getTotalSeconds();
  }
}
