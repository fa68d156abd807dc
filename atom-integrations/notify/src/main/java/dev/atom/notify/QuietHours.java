package dev.atom.notify;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.Objects;

/**
 * When a person wants to be left alone, every day. They are over at the very time given as their
 * end.
 *
 * <p>Where the clock is set forward past the beginning or end, it counts as reached in that moment.
 * Where the clock is set back and shows a time twice, quiet hours begin with the first and end with
 * the second: a clock on the wall that shows a quiet time is never disturbed.
 *
 * @param zone the person's zone
 * @param from when they begin
 * @param to when they end; before {@code from} if they last over midnight
 */
public record QuietHours(ZoneId zone, LocalTime from, LocalTime to) {
  /** Refuses quiet hours without an end. */
  public QuietHours {
    Objects.requireNonNull(zone, "zone");
    if (from.equals(to)) {
      throw new IllegalArgumentException(
          "quiet hours that begin and end at " + from + " would never be over");
    }
  }

  /**
   * Returns when something may come that is ready at an instant.
   *
   * @param ready when it is ready
   * @return the same instant, or the end of the quiet hours that it lies in
   */
  public Instant dueAt(Instant ready) {
    Instant due = ready;
    // Twice only where a day's quiet hours reach into the next day's, as at a change of the clock.
    for (Instant end = endAround(due); end.isAfter(due); end = endAround(due)) {
      due = end;
    }
    return due;
  }

  /** Returns the end of the quiet hours around an instant, or that instant if it is in none. */
  private Instant endAround(Instant at) {
    LocalDate today = at.atZone(zone).toLocalDate();
    Instant latest = at;
    for (int day = -1; day <= 1; day++) {
      LocalDate date = today.plusDays(day);
      Instant start = instant(date.atTime(from), true);
      Instant end = instant((from.isAfter(to) ? date.plusDays(1) : date).atTime(to), false);
      if (!at.isBefore(start) && end.isAfter(latest)) {
        latest = end;
      }
    }
    return latest;
  }

  private Instant instant(LocalDateTime local, boolean first) {
    ZoneOffsetTransition change = zone.getRules().getTransition(local);
    if (change == null) {
      return local.atZone(zone).toInstant();
    }
    if (change.isGap()) {
      return change.getInstant();
    }
    return local.toInstant(first ? change.getOffsetBefore() : change.getOffsetAfter());
  }
}
