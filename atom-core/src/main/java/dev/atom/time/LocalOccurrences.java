package dev.atom.time;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The local times of a rule from a start on, strictly ascending. */
final class LocalOccurrences implements Iterator<LocalDateTime> {
  private static final LocalDateTime FIRST = LocalDate.of(0, 1, 1).atStartOfDay();
  private static final LocalDateTime LAST =
      LocalDate.of(Periods.LAST_YEAR, 12, 31).atTime(23, 59, 59);

  private final LocalDateTime start;
  private final Periods periods;
  private final boolean counted;
  private final LocalDateTime until;
  private long left;
  private Iterator<LocalDateTime> period = Collections.emptyIterator();
  private @Nullable LocalDateTime passed;
  private @Nullable LocalDateTime next;

  /**
   * Where an UNTIL in UTC is compared as an instant, what is returned goes on for a day more.
   *
   * @param zone turns an UNTIL in UTC into local time
   */
  LocalOccurrences(Recurrence rule, LocalDateTime start, ZoneId zone) {
    this.start = checked(start);
    periods =
        rule.frequency().withinDay() ? new ClockPeriods(rule, start) : new DayPeriods(rule, start);
    counted = rule.end() instanceof RecurrenceEnd.AfterCount;
    left = rule.end() instanceof RecurrenceEnd.AfterCount(int count) ? count : Long.MAX_VALUE;
    until = until(rule.end(), zone);
    periods.stopAt(until);
  }

  static LocalDateTime checked(LocalDateTime start) {
    if (!start.equals(start.truncatedTo(ChronoUnit.SECONDS))) {
      throw new IllegalArgumentException(
          "a recurrence starts on a whole second, not at " + start + "; truncate it first");
    }
    if (start.isBefore(FIRST) || start.isAfter(LAST)) {
      throw new IllegalArgumentException("a start is in the years 0 to 9999, not at " + start);
    }
    return start;
  }

  private static LocalDateTime until(RecurrenceEnd end, ZoneId zone) {
    LocalDateTime until =
        switch (end) {
          case RecurrenceEnd.Never never -> LAST;
          case RecurrenceEnd.AfterCount count -> LAST;
          case RecurrenceEnd.OnDate(LocalDate last) -> last.atTime(LocalTime.MAX);
          case RecurrenceEnd.AtLocalTime(LocalDateTime last) -> last;
          case RecurrenceEnd.AtInstant(Instant last) when zone.equals(ZoneOffset.UTC) ->
              LocalDateTime.ofInstant(last, zone);
          case RecurrenceEnd.AtInstant(Instant last) ->
              LocalDateTime.ofInstant(last, zone).plusDays(1);
        };
    return until.isAfter(LAST) ? LAST : until;
  }

  /** Makes the start the first occurrence, and the first one counted, whether it fits or not. */
  LocalOccurrences beginWithStart() {
    next = start;
    passed = start;
    left--;
    return this;
  }

  /** Leaves out what can't be in a window, as far as that saves time. Call it before anything else. */
  void window(Instant from, Instant to, ZoneId zone) {
    LocalDateTime first = first(from, zone);
    if (!counted && first.isAfter(start)) {
      periods.skipTo(first);
    }
    periods.stopAt(local(to, zone).plusDays(2));
  }

  /** The earliest local time that may become an instant or a later one. */
  private static LocalDateTime first(Instant from, ZoneId zone) {
    LocalDateTime shown = local(from, zone);
    Instant at = shown.atZone(zone).toInstant();
    ZoneOffsetTransition change = zone.getRules().previousTransition(at.plusNanos(1));
    boolean justAfterGap =
        change != null
            && change.isGap()
            && at.isBefore(change.getInstant().plus(change.getDuration()));
    // What is in the gap is as much later as the gap is long.
    return justAfterGap ? change.getDateTimeBefore() : shown;
  }

  private static LocalDateTime local(Instant at, ZoneId zone) {
    Instant least = FIRST.toInstant(ZoneOffset.UTC);
    Instant most = LAST.toInstant(ZoneOffset.UTC);
    Instant within = at.isBefore(least) ? least : at.isAfter(most) ? most : at;
    return LocalDateTime.ofInstant(within, zone);
  }

  @Override
  public boolean hasNext() {
    while (next == null && left > 0) {
      if (period.hasNext()) {
        take(period.next());
      } else if (periods.hasNext()) {
        period = periods.next().iterator();
      } else {
        left = 0;
      }
    }
    return next != null;
  }

  /** A day that SKIP moved may have been there already. */
  private void take(LocalDateTime candidate) {
    if (candidate.isAfter(until)) {
      left = 0;
    } else if (!candidate.isBefore(start) && (passed == null || candidate.isAfter(passed))) {
      next = candidate;
      passed = candidate;
      left--;
    }
  }

  @Override
  public LocalDateTime next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    LocalDateTime found = Objects.requireNonNull(next);
    next = null;
    return found;
  }
}
