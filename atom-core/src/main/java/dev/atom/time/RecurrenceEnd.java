package dev.atom.time;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;

/** Where a {@link Recurrence} ends: the COUNT or UNTIL of RFC 5545. Immutable and thread-safe. */
public sealed interface RecurrenceEnd {
  /** It goes on for ever. */
  record Never() implements RecurrenceEnd {}

  /**
   * After a number of occurrences.
   *
   * @param count from 1 to 1,000,000
   */
  record AfterCount(int count) implements RecurrenceEnd {}

  /**
   * With a day, which still belongs to it.
   *
   * @param last the last date
   */
  record OnDate(LocalDate last) implements RecurrenceEnd {}

  /**
   * At a local time, which still belongs to it.
   *
   * @param last the last time, by the clock of the start
   */
  record AtLocalTime(LocalDateTime last) implements RecurrenceEnd {
    /** Leaves out a fraction of a second. */
    public AtLocalTime {
      last = last.truncatedTo(ChronoUnit.SECONDS);
    }
  }

  /**
   * At an instant, which still belongs to it.
   *
   * @param last the last instant
   */
  record AtInstant(Instant last) implements RecurrenceEnd {
    /** Leaves out a fraction of a second. */
    public AtInstant {
      last = last.truncatedTo(ChronoUnit.SECONDS);
    }
  }
}
