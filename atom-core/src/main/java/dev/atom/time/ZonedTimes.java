package dev.atom.time;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The times of an expression as instants, found from one change of the clocks to the next: in between
 * the offset stays, and the clock on the wall goes on as time does.
 *
 * @param rules the zone's
 * @param times what the clock on the wall is to show
 * @param everyHour every hour is meant, so that a gap takes nothing away
 * @param bothPasses a distance is stated, so that an overlap's second pass counts
 */
record ZonedTimes(ZoneRules rules, CronTimes times, boolean everyHour, boolean bothPasses) {
  /** Some days of room, so that every clock can show what is between. */
  private static final Instant FIRST = LocalDateTime.MIN.plusDays(3).toInstant(ZoneOffset.UTC);

  private static final Instant LAST =
      LocalDateTime.MAX.minusDays(3).truncatedTo(ChronoUnit.SECONDS).toInstant(ZoneOffset.UTC);

  Optional<Instant> next(Instant after) {
    if (!after.isBefore(LAST)) {
      return Optional.empty();
    }
    Instant at =
        after.isBefore(FIRST) ? FIRST : after.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
    while (true) {
      ZoneOffset offset = rules.getOffset(at);
      ZoneOffsetTransition end = rules.nextTransition(at);
      LocalDateTime from = LocalDateTime.ofEpochSecond(at.getEpochSecond(), 0, offset);
      LocalDateTime own = ofFirstPass(times.atOrAfter(from), offset, true);
      Instant best = within(own, offset, Instant.MIN, end == null ? Instant.MAX : end.getInstant());
      Instant late = lateAtOrAfter(at);
      if (best == null || (late != null && late.isBefore(best))) {
        best = late;
      }
      if (best != null || end == null) {
        return Optional.ofNullable(best);
      }
      at = end.getInstant();
    }
  }

  Optional<Instant> previous(Instant before) {
    if (!before.isAfter(FIRST)) {
      return Optional.empty();
    }
    Instant at = before.isAfter(LAST) ? LAST : before.minusNanos(1).truncatedTo(ChronoUnit.SECONDS);
    while (true) {
      ZoneOffset offset = rules.getOffset(at);
      ZoneOffsetTransition begin = rules.previousTransition(at.plusNanos(1));
      LocalDateTime to = LocalDateTime.ofEpochSecond(at.getEpochSecond(), 0, offset);
      LocalDateTime own = ofFirstPass(times.atOrBefore(to), offset, false);
      Instant best =
          within(own, offset, begin == null ? Instant.MIN : begin.getInstant(), Instant.MAX);
      Instant late = lateAtOrBefore(at);
      if (best == null || (late != null && late.isAfter(best))) {
        best = late;
      }
      if (best != null || begin == null) {
        return Optional.ofNullable(best);
      }
      at = begin.getInstant().minusSeconds(1);
    }
  }

  /** The time itself, or one beyond the overlap whose second pass it would be in. */
  private @Nullable LocalDateTime ofFirstPass(
      @Nullable LocalDateTime time, ZoneOffset offset, boolean forward) {
    if (time == null || bothPasses) {
      return time;
    }
    ZoneOffsetTransition overlap = rules.getTransition(time);
    if (overlap == null || !overlap.isOverlap() || !overlap.getOffsetAfter().equals(offset)) {
      return time;
    }
    return forward
        ? times.atOrAfter(overlap.getDateTimeBefore())
        : times.atOrBefore(overlap.getDateTimeAfter().minusSeconds(1));
  }

  private static @Nullable Instant within(
      @Nullable LocalDateTime time, ZoneOffset offset, Instant from, Instant to) {
    if (time == null) {
      return null;
    }
    Instant at = time.toInstant(offset);
    return at.isBefore(from) || !at.isBefore(to) ? null : at;
  }

  /** What a gap made late, among what is at or after an instant. */
  private @Nullable Instant lateAtOrAfter(Instant at) {
    ZoneOffsetTransition gap = gapBefore(at);
    if (gap == null) {
      return null;
    }
    ZoneOffset offset = gap.getOffsetBefore();
    LocalDateTime from = LocalDateTime.ofEpochSecond(at.getEpochSecond(), 0, offset);
    return within(times.atOrAfter(from), offset, at, end(gap));
  }

  private @Nullable Instant lateAtOrBefore(Instant at) {
    ZoneOffsetTransition gap = gapBefore(at);
    if (gap == null) {
      return null;
    }
    ZoneOffset offset = gap.getOffsetBefore();
    Instant to = at.isBefore(end(gap)) ? at : end(gap).minusSeconds(1);
    LocalDateTime from = LocalDateTime.ofEpochSecond(to.getEpochSecond(), 0, offset);
    return within(times.atOrBefore(from), offset, gap.getInstant(), end(gap));
  }

  /** The gap that was the last change of the clocks, if times are made late by gaps. */
  private @Nullable ZoneOffsetTransition gapBefore(Instant at) {
    ZoneOffsetTransition last = everyHour ? null : rules.previousTransition(at.plusNanos(1));
    return last != null && last.isGap() ? last : null;
  }

  /** Until when the times of a gap come. */
  private static Instant end(ZoneOffsetTransition gap) {
    return gap.getInstant().plus(gap.getDuration());
  }
}
