package dev.atom.rules;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;

/** An ISO 8601 duration that may lead backwards: {@code -PT2H} is two hours before. */
record Shift(boolean back, Span span) {

  static Optional<Shift> parse(String text) {
    boolean back = text.startsWith("-");
    return Span.parse(back ? text.substring(1) : text).map(span -> new Shift(back, span));
  }

  /**
   * The shifted time of a moment; days and more are calendar units in the zone, and a day begins
   * there. Empty for a time of day, for what needs a zone and has none, and beyond the calendar.
   */
  Optional<Instant> from(Moment moment, Optional<ZoneId> zone) {
    try {
      return switch (moment) {
        case Moment.TimeOfDay time -> Optional.empty();
        case Moment.Day day -> zone.map(id -> shifted(day.date().atStartOfDay(id)));
        case Moment.At at ->
            span.calendar().isZero()
                ? Optional.of(
                    back ? at.instant().minus(span.clock()) : at.instant().plus(span.clock()))
                : zone.map(id -> shifted(at.instant().atZone(id)));
      };
    } catch (DateTimeException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  private Instant shifted(ZonedDateTime from) {
    return back
        ? from.minus(span.calendar()).toInstant().minus(span.clock())
        : from.plus(span.calendar()).toInstant().plus(span.clock());
  }
}
