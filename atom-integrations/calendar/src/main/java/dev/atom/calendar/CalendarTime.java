package dev.atom.calendar;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** A point in a calendar in one of the four forms that there are. Immutable and thread-safe. */
public sealed interface CalendarTime {
  /**
   * A whole day, wherever the reader is.
   *
   * @param date the day
   */
  record Day(LocalDate date) implements CalendarTime {}

  /**
   * A time by the clock on the wall, wherever the reader is: lunch is at twelve everywhere.
   *
   * @param time the time, in whole seconds
   */
  record Floating(LocalDateTime time) implements CalendarTime {
    /** Cuts off parts of a second, which no calendar can state. */
    public Floating {
      time = time.truncatedTo(ChronoUnit.SECONDS);
    }
  }

  /**
   * A point in time, the same for everybody.
   *
   * @param instant the point, in whole seconds
   */
  record Utc(Instant instant) implements CalendarTime {
    /** Cuts off parts of a second, which no calendar can state. */
    public Utc {
      instant = instant.truncatedTo(ChronoUnit.SECONDS);
    }
  }

  /**
   * A time by the clock on the wall of a place.
   *
   * @param time the time, in whole seconds
   * @param zone how the place sets its clocks
   */
  record Zoned(LocalDateTime time, CalendarZone zone) implements CalendarTime {
    /** Cuts off parts of a second, which no calendar can state. */
    public Zoned {
      time = time.truncatedTo(ChronoUnit.SECONDS);
    }
  }

  /**
   * Returns a time by the clock on the wall of a place.
   *
   * @param time the time, in whole seconds
   * @param zone the place
   * @return in UTC as such, otherwise with its zone
   */
  static CalendarTime of(LocalDateTime time, ZoneId zone) {
    return zone.normalized().equals(ZoneOffset.UTC)
        ? new Utc(time.toInstant(ZoneOffset.UTC))
        : new Zoned(time, CalendarZone.of(zone));
  }

  /**
   * Returns when this is: a day begins at midnight, or when the clocks first show the day; a time
   * that the clocks leave out is later by what they are set forward; of a time that they show twice
   * it is the first.
   *
   * @param reader the zone of who reads, for days and floating times
   * @return the point in time
   */
  default Instant instant(ZoneId reader) {
    return switch (this) {
      case Day day -> day.date().atStartOfDay(reader).toInstant();
      case Floating floating -> floating.time().atZone(reader).toInstant();
      case Utc utc -> utc.instant();
      case Zoned zoned -> zoned.zone().instant(zoned.time());
    };
  }
}
