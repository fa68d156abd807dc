package dev.atom.rules;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;

/** An ISO 8601 duration: a part in calendar units and a part in hours, minutes and seconds. */
record Span(Period calendar, Duration clock) {

  /** Reads {@code P7D}, {@code PT30M}, {@code P1DT12H}, {@code P1M}, {@code P2W}; not negative. */
  static Optional<Span> parse(String text) {
    if (text.length() > 64) {
      return Optional.empty();
    }
    try {
      int t = text.indexOf('T');
      String days = t < 0 ? text : text.substring(0, t);
      Period calendar = t >= 0 && days.equals("P") ? Period.ZERO : Period.parse(days);
      Duration clock = t < 0 ? Duration.ZERO : Duration.parse("P" + text.substring(t));
      return calendar.isNegative() || clock.isNegative()
          ? Optional.empty()
          : Optional.of(new Span(calendar, clock));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /**
   * Whether a moment lies before now less this span. With a zone, days and more are calendar units
   * in it; without, a day is 24 hours, and months, years and moments that are calendar days can't
   * be told.
   */
  Finding older(Moment moment, Instant now, Optional<ZoneId> zone) {
    return compare(moment, now, zone, true);
  }

  /** Whether a moment lies after now less this span. */
  Finding newer(Moment moment, Instant now, Optional<ZoneId> zone) {
    return compare(moment, now, zone, false);
  }

  /** Whether a moment lies from now less this span to now plus it, both included. */
  Finding around(Moment moment, Instant now, Optional<ZoneId> zone) {
    if (moment instanceof Moment.At at) {
      if (zone.isEmpty() && calendar.toTotalMonths() > 0) {
        return Finding.NEEDS_ZONE;
      }
      boolean early = at.instant().isBefore(ago(now, zone));
      return Finding.of(!early && !at.instant().isAfter(ahead(now, zone)));
    }
    if (!(moment instanceof Moment.Day day)) {
      return Finding.WRONG_TYPE;
    }
    if (zone.isEmpty()) {
      return Finding.NEEDS_ZONE;
    }
    long of = day.date().toEpochDay();
    boolean early = of < Moment.day(ago(now, zone), zone.get());
    return Finding.of(!early && of <= Moment.day(ahead(now, zone), zone.get()));
  }

  private Finding compare(Moment moment, Instant now, Optional<ZoneId> zone, boolean before) {
    return switch (moment) {
      case Moment.TimeOfDay t -> Finding.WRONG_TYPE;
      case Moment.At at -> {
        if (zone.isEmpty() && calendar.toTotalMonths() > 0) {
          yield Finding.NEEDS_ZONE;
        }
        Instant limit = ago(now, zone);
        yield Finding.of(before ? at.instant().isBefore(limit) : at.instant().isAfter(limit));
      }
      case Moment.Day day -> {
        if (zone.isEmpty()) {
          yield Finding.NEEDS_ZONE;
        }
        long limit = Moment.day(ago(now, zone), zone.get());
        long of = day.date().toEpochDay();
        yield Finding.of(before ? of < limit : of > limit);
      }
    };
  }

  /** Now plus the span; a span that leaves the calendar ends at its end. */
  // The days are all there is: without a zone, around() has turned months and years away.
  @SuppressWarnings("JavaPeriodGetDays")
  private Instant ahead(Instant now, Optional<ZoneId> zone) {
    try {
      if (zone.isPresent()) {
        return now.atZone(zone.get()).plus(calendar).toInstant().plus(clock);
      }
      return now.plus(Duration.ofDays(calendar.getDays())).plus(clock);
    } catch (DateTimeException | ArithmeticException e) {
      return Instant.MAX;
    }
  }

  /** Now less the span; a span that leaves the calendar ends at its beginning. */
  // The days are all there is: without a zone, compare() has turned months and years away.
  @SuppressWarnings("JavaPeriodGetDays")
  private Instant ago(Instant now, Optional<ZoneId> zone) {
    try {
      if (zone.isPresent()) {
        ZonedDateTime there = now.atZone(zone.get());
        return there.minus(calendar).toInstant().minus(clock);
      }
      return now.minus(Duration.ofDays(calendar.getDays())).minus(clock);
    } catch (DateTimeException | ArithmeticException e) {
      return Instant.MIN;
    }
  }
}
