package dev.atom.calendar;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * From a start to an end that is stated as a time or as a length. Stated as an end, the time between
 * passes the same for all occurrences; stated as a length, its days are those on the wall (RFC 5545,
 * section 3.8.5.3).
 */
record Span(CalendarTime start, Optional<CalendarTime> end, Optional<CalendarDuration> length) {
  static Span of(CalendarTime start) {
    return new Span(start, Optional.empty(), Optional.empty());
  }

  static Span of(CalendarTime start, CalendarTime end) {
    return new Span(start, Optional.of(end), Optional.empty());
  }

  static Span of(CalendarTime start, CalendarDuration length) {
    return new Span(start, Optional.empty(), Optional.of(length));
  }

  /** Refuses an end before the start, and a day with a time. */
  Span checked(Property property) {
    if (length.filter(CalendarDuration::negative).isPresent()) {
      throw CalendarException.value(property, "a length can't be negative");
    }
    end.ifPresent(last -> checkEnd(property, last));
    return this;
  }

  private void checkEnd(Property property, CalendarTime last) {
    boolean day = last instanceof CalendarTime.Day;
    if (day != start instanceof CalendarTime.Day) {
      throw CalendarException.value(property, "start and end are not both days or both times");
    }
    ZoneId anywhere = ZoneId.of("UTC");
    if (last.instant(anywhere).isBefore(start.instant(anywhere)) && comparable(last)) {
      throw CalendarException.value(
          property, "the end is before the start, which is " + Values.text(start));
    }
  }

  /** A floating time and one in a zone can't be compared before there is a reader. */
  private boolean comparable(CalendarTime last) {
    return start instanceof CalendarTime.Floating == last instanceof CalendarTime.Floating;
  }

  /** When an occurrence that begins then ends. Without end or length: a day, or no time at all. */
  Instant endOf(CalendarTime begins, ZoneId reader) {
    Instant from = begins.instant(reader);
    if (begins instanceof CalendarTime.Day day) {
      return day.date().plusDays(wholeDays()).atStartOfDay(reader).toInstant();
    }
    if (end.isPresent()) {
      Duration exact = Duration.between(start.instant(reader), end.get().instant(reader));
      return from.plus(exact.isNegative() ? Duration.ZERO : exact);
    }
    CalendarDuration nominal = length.orElse(CalendarDuration.of(Duration.ZERO));
    LocalDateTime moved = Walls.of(begins).plusDays(nominal.days());
    Instant days = nominal.days() == 0 ? from : Walls.at(begins, moved).instant(reader);
    return days.plus(nominal.time());
  }

  /** How far an occurrence can reach past its start on the wall, with room for changed clocks. */
  Duration reach() {
    CalendarDuration nominal = length.orElse(CalendarDuration.of(Duration.ZERO));
    Duration stated =
        end.map(last -> Duration.between(Walls.of(start), Walls.of(last)))
            .orElse(nominal.time().plusDays(nominal.days()));
    // A floating end may seem to be before a start in a zone: there is no reader yet.
    return (stated.isNegative() ? Duration.ZERO : stated).plusDays(2);
  }

  private long wholeDays() {
    if (end.isPresent()) {
      return ChronoUnit.DAYS.between(
          Walls.of(start).toLocalDate(), Walls.of(end.get()).toLocalDate());
    }
    // A length with hours can't be that of days; what is begun of a day counts.
    return length.map(l -> l.days() + (l.time().toSeconds() + 86_399) / 86_400).orElse(1L);
  }
}
