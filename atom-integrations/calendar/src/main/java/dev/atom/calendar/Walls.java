package dev.atom.calendar;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/** What clocks on the wall show at the times of a calendar. */
final class Walls {
  private Walls() {}

  /** For a day midnight, for a point in time that of UTC. */
  static LocalDateTime of(CalendarTime time) {
    return switch (time) {
      case CalendarTime.Day day -> day.date().atStartOfDay();
      case CalendarTime.Floating floating -> floating.time();
      case CalendarTime.Utc utc -> LocalDateTime.ofInstant(utc.instant(), ZoneOffset.UTC);
      case CalendarTime.Zoned zoned -> zoned.time();
    };
  }

  static LocalDate date(CalendarTime time) {
    return of(time).toLocalDate();
  }

  /** The same form, with another time on the wall. */
  static CalendarTime at(CalendarTime time, LocalDateTime wall) {
    return switch (time) {
      case CalendarTime.Day day -> new CalendarTime.Day(wall.toLocalDate());
      case CalendarTime.Floating floating -> new CalendarTime.Floating(wall);
      case CalendarTime.Utc utc -> new CalendarTime.Utc(wall.toInstant(ZoneOffset.UTC));
      case CalendarTime.Zoned zoned -> new CalendarTime.Zoned(wall, zoned.zone());
    };
  }

  /** The clocks that a time is stated by. */
  static CalendarZone clocks(CalendarTime time, ZoneId reader) {
    return switch (time) {
      case CalendarTime.Day day -> CalendarZone.of(reader);
      case CalendarTime.Floating floating -> CalendarZone.of(reader);
      case CalendarTime.Utc utc -> CalendarZone.UTC;
      case CalendarTime.Zoned zoned -> zoned.zone();
    };
  }

  /**
   * What an EXDATE or RECURRENCE-ID means in a series: a floating time is by the clock of the series,
   * which many a producer leaves away.
   */
  static CalendarTime within(CalendarTime time, Optional<CalendarTime> start) {
    return time instanceof CalendarTime.Floating
            && !(start.orElse(time) instanceof CalendarTime.Day)
        ? start.map(series -> at(series, of(time))).orElse(time)
        : time;
  }

  /**
   * The day that an EXDATE or RECURRENCE-ID means, if it does not mean a time: when either it is a
   * day itself, or the series is one of days.
   */
  static Optional<LocalDate> day(CalendarTime time, Optional<CalendarTime> start, ZoneId reader) {
    if (time instanceof CalendarTime.Day day) {
      return Optional.of(day.date());
    }
    return start
        .filter(series -> series instanceof CalendarTime.Day)
        .map(series -> clocks(CalendarZone.of(reader), time));
  }

  private static LocalDate clocks(CalendarZone reader, CalendarTime time) {
    return time instanceof CalendarTime.Utc utc
        ? reader.wall(utc.instant()).toLocalDate()
        : date(time);
  }
}
